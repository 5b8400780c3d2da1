package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jvnet.hudson.test.JenkinsRule;

/** Jobs and waiting, for tests on a real Jenkins. */
final class Jobs {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Jobs() {}

    /** A source in git, then one action with these commands. */
    static String definition(String repository, String... commands) {
        StringBuilder text = new StringBuilder(
                """
                pipeline:
                  name: shop
                  pipelineType: V2
                  stages:
                    - name: Source
                      actions:
                        - name: Checkout
                          actionTypeId: {category: Source, owner: Custom, provider: Git, version: '1'}
                          configuration: {Url: '%s', Branch: main}
                          outputArtifacts: [{name: Code}]
                    - name: Build
                      actions:
                        - name: Make
                          actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: '1'}
                          inputArtifacts: [{name: Code}]
                          commands:
                """
                        .formatted(repository));
        for (String command : commands) {
            text.append("            - '").append(command.replace("'", "''")).append("'\n");
        }
        return text.toString();
    }

    static ReleasePipelineJob job(JenkinsRule jenkins, String name, String definition) throws IOException {
        ReleasePipelineJob job = jenkins.createProject(ReleasePipelineJob.class, name);
        job.setDefinition(definition);
        job.save();
        return job;
    }

    /** Starts an execution and waits for its end. */
    static ReleasePipelineRun run(JenkinsRule jenkins, ReleasePipelineJob job, Result expected) throws Exception {
        ReleasePipelineRun run = job.scheduleBuild2(0).get();
        return ended(jenkins, run, expected);
    }

    static ReleasePipelineRun ended(JenkinsRule jenkins, ReleasePipelineRun run, Result expected) throws Exception {
        until("the end of " + run, () -> !run.isBuilding());
        return jenkins.assertBuildStatus(expected, run);
    }

    /** Waits until an action of the run has written something into its log. */
    static void wrote(ReleasePipelineRun run, String text) throws Exception {
        Path logs = run.getRootDir().toPath().resolve("actions");
        until("'" + text + "' of " + run, () -> {
            try (Stream<Path> files = Files.list(logs)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (Files.readString(file).contains(text)) {
                        return true;
                    }
                }
            } catch (NoSuchFileException e) {
                return false;
            }
            return false;
        });
    }

    /** Waits until something is so; fails after two minutes. */
    static void until(String what, Callable<Boolean> condition) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.call()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("waited in vain for " + what);
            }
            Thread.sleep(50);
        }
    }
}
