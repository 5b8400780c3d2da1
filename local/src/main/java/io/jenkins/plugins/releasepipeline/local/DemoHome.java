package io.jenkins.plugins.releasepipeline.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A home with a small application in its own git repository, and a pipeline for it. */
final class DemoHome {
    static final String DEFINITION = "pipeline.yaml";

    private static final String REPOSITORY = "repositories/shop";
    private static final List<String> FILES = List.of(
            "README.md",
            "appspec.yml",
            "buildspec.yml",
            "buildspec-tests.yml",
            "bin/shop",
            "scripts/check_java.sh",
            "scripts/configure.sh",
            "scripts/validate.sh",
            "src/shop/Basket.java",
            "src/shop/Checkout.java",
            "src/shop/Server.java",
            "test/shop/BasketTest.java");
    private static final long GIT_SECONDS = 30;

    private final Path home;

    DemoHome(Path home) {
        this.home = home;
    }

    /**
     * Makes the home, or commits another change to the application of one that is there.
     *
     * @throws WrongCallException when something else is in that directory, or git is missing
     */
    void prepare() throws IOException, InterruptedException, WrongCallException {
        Path repository = home.resolve(REPOSITORY);
        if (Files.isDirectory(repository)) {
            commitAnotherChange(repository);
            return;
        }
        if (Files.isDirectory(home) && !isEmpty(home)) {
            throw new WrongCallException(home + ": is not empty and not a demo's home; choose another with --home");
        }
        Files.createDirectories(home);
        copy(DEFINITION, home.resolve(DEFINITION));
        copy(LocalHome.MAPPINGS, home.resolve(LocalHome.MAPPINGS));
        for (String file : FILES) {
            Path target = repository.resolve(file);
            copy("shop/" + file, target);
            if (file.endsWith(".sh") || file.startsWith("bin/")) {
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        git(repository, "init", "--quiet", "--initial-branch=main");
        git(repository, "add", "--all");
        commit(repository, "Sell things, tax included");
    }

    Path definition() {
        return home.resolve(DEFINITION);
    }

    /** What is installed where, a line for each server. */
    List<String> deployed() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> servers = Files.list(home.resolve("servers"))) {
            for (Path server : servers.sorted().toList()) {
                Path shop = server.resolve("opt/shop");
                if (Files.exists(shop.resolve("version.txt"))) {
                    lines.add(String.format(
                            "%-14s version %s   %s",
                            server.getFileName(),
                            Files.readString(shop.resolve("version.txt")).strip(),
                            shop));
                }
            }
        }
        return lines;
    }

    private void commitAnotherChange(Path repository) throws IOException, InterruptedException, WrongCallException {
        Path readme = repository.resolve("README.md");
        String text = Files.readString(readme);
        long release = text.lines().filter(line -> line.startsWith("- Release")).count() + 2;
        Files.writeString(readme, text + "\n- Release " + release + "\n");
        git(repository, "add", "--all");
        commit(repository, "Prepare release " + release);
    }

    private static void commit(Path repository, String message)
            throws IOException, InterruptedException, WrongCallException {
        git(
                repository,
                "-c",
                "user.name=Demo Developer",
                "-c",
                "user.email=demo@example.org",
                "-c",
                "commit.gpgsign=false",
                "commit",
                "--quiet",
                "--message",
                message);
    }

    private static void git(Path directory, String... arguments)
            throws IOException, InterruptedException, WrongCallException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new WrongCallException("git is needed for the demo; install it and try again");
        }
        process.getOutputStream().close();
        byte[] output = process.getInputStream().readAllBytes();
        if (!process.waitFor(GIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new WrongCallException("git " + arguments[0] + " failed in " + directory + ": "
                    + new String(output, StandardCharsets.UTF_8).strip());
        }
    }

    private static void copy(String resource, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try (InputStream in = DemoHome.class.getResourceAsStream("demo/" + resource)) {
            Files.copy(in, target);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }
}
