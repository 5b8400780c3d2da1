package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real repository of a test. */
final class GitRepository {
    private final Path directory;

    private GitRepository(Path directory) {
        this.directory = directory;
    }

    static GitRepository create(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        GitRepository repository = new GitRepository(directory);
        repository.git("init", "--quiet", "--initial-branch=main");
        return repository;
    }

    static GitRepository at(Path directory) {
        return new GitRepository(directory);
    }

    Path directory() {
        return directory;
    }

    GitRepository write(String file, String content) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
        return this;
    }

    GitRepository commit(String message) throws IOException, InterruptedException {
        git("add", "--all");
        git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "--message", message);
        return this;
    }

    void git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).as("%s", command).isEqualTo(0);
    }
}
