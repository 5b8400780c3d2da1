package io.jenkins.plugins.releasepipeline.action.source;

import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real repository to read from, made with the real git and nobody's configuration. */
final class GitFolder {
    static final String DATE = "2019-10-29T05:32:21+02:00";

    private final Path directory;

    private GitFolder(Path directory) {
        this.directory = directory;
    }

    static GitFolder init(Path directory, String... options) throws IOException {
        assumeTrue("SKIPPED: there is no git on this machine", isInstalled());
        GitFolder folder = new GitFolder(Files.createDirectories(directory));
        List<String> arguments = new ArrayList<>(List.of("init", "--quiet", "--initial-branch=main"));
        arguments.addAll(List.of(options));
        folder.git(arguments.toArray(String[]::new));
        return folder;
    }

    /** A repository that is there. */
    static GitFolder at(Path directory) {
        return new GitFolder(directory);
    }

    static boolean isInstalled() {
        try {
            return new ProcessBuilder("git", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Path directory() {
        return directory;
    }

    String url() {
        return directory.toString();
    }

    GitFolder file(String path, String content) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    /** Commits all that is there. @return the commit's id */
    String commit(String message) throws IOException {
        git("add", "--all");
        Path text = Files.createTempFile("message", ".txt");
        Files.writeString(text, message);
        git("commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "--file=" + text);
        Files.delete(text);
        return git("rev-parse", "HEAD");
    }

    /** Runs git here. @return what it printed, without the line end */
    String git(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment().put("GIT_AUTHOR_NAME", "Ada");
        builder.environment().put("GIT_AUTHOR_EMAIL", "ada@example.org");
        builder.environment().put("GIT_AUTHOR_DATE", DATE);
        builder.environment().put("GIT_COMMITTER_NAME", "Grace");
        builder.environment().put("GIT_COMMITTER_EMAIL", "grace@example.org");
        builder.environment().put("GIT_COMMITTER_DATE", "2019-10-30T00:00:00Z");
        builder.redirectErrorStream(true);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError(command + " failed: " + output);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return output;
    }
}
