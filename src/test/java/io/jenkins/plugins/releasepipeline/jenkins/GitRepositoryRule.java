package io.jenkins.plugins.releasepipeline.jenkins;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.rules.TemporaryFolder;

/** A real git repository with one commit on {@code main}. */
public final class GitRepositoryRule extends TemporaryFolder {
    @Override
    protected void before() throws Throwable {
        super.before();
        git("init", "-q", "-b", "main");
        commit("greeting.txt", "hello\n", "Say hello");
    }

    String url() {
        return getRoot().toURI().toString().replaceFirst("^file:/(?!/)", "file:///");
    }

    void commit(String file, String content, String message) throws IOException, InterruptedException {
        Path path = getRoot().toPath().resolve(file);
        Files.writeString(path, content);
        git("add", "-A");
        git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", message);
    }

    /** The id of the newest commit. */
    String head() throws IOException, InterruptedException {
        return git("rev-parse", "HEAD").strip();
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(getRoot())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
        return output;
    }
}
