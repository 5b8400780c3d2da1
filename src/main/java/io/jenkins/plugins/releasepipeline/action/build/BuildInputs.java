package io.jenkins.plugins.releasepipeline.action.build;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.ProcessExit;
import io.jenkins.plugins.releasepipeline.action.ProcessSpec;
import io.jenkins.plugins.releasepipeline.action.SecretResolver.UsernamePassword;
import io.jenkins.plugins.releasepipeline.action.SourceRevision;
import io.jenkins.plugins.releasepipeline.action.source.CloneRef;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Puts input artifacts into the workspace; one that is a reference to a repository is cloned with its history. */
final class BuildInputs {
    private static final Duration CLONING = Duration.ofHours(2);

    private static final String CLONE =
            """
            set -e
            chmod +x "$GIT_ASKPASS"
            rm -f .release-pipeline/clone-ref.json
            rmdir .release-pipeline 2>/dev/null || :
            git init -q .
            git remote add origin "$RP_CLONE_URL" 2>/dev/null || git remote set-url origin "$RP_CLONE_URL"
            git fetch -q --tags origin '+refs/heads/*:refs/remotes/origin/*'
            git cat-file -e "$RP_CLONE_COMMIT^{commit}" 2>/dev/null || git fetch -q origin "$RP_CLONE_COMMIT"
            git checkout -q --detach "$RP_CLONE_COMMIT"
            git log -1 --format='Cloned %H with its history'
            """;

    private static final String ASKPASS =
            """
            #!/bin/sh
            case $1 in
              Username*) printf '%s\\n' "$RP_CLONE_USERNAME" ;;
              *) printf '%s\\n' "$RP_CLONE_PASSWORD" ;;
            esac
            """;

    private final ActionWork work;
    private final ActionContext context;
    private final Agent agent;

    BuildInputs(ActionWork work, Agent agent) {
        this.work = work;
        this.context = work.context();
        this.agent = agent;
    }

    /** Makes an empty directory. */
    Void makeDirectory(String directory) throws IOException {
        String file = directory + "/.new";
        agent.write(file, InputStream.nullInputStream());
        agent.delete(file);
        return null;
    }

    /** Unpacks an input artifact into a directory of the workspace. */
    CompletionStage<Void> deliver(String input, String directory) {
        return BuildWork.io(() -> {
            makeDirectory(directory);
            try (InputStream zip =
                    context.artifacts().open(context.inputArtifacts().get(input))) {
                agent.unpack(zip, directory);
            }
            String reference = directory + "/" + CloneRef.PATH;
            if (!agent.exists(reference)) {
                return CompletableFuture.completedFuture(null);
            }
            try (InputStream json = agent.read(reference)) {
                return clone(input, directory, CloneRef.read(json));
            }
        });
    }

    private CompletionStage<Void> clone(String input, String directory, CloneRef reference) throws IOException {
        String script = BuildWork.CONTROL + "/clone.sh";
        String askpass = BuildWork.CONTROL + "/askpass.sh";
        agent.write(script, new ByteArrayInputStream(CLONE.getBytes(StandardCharsets.UTF_8)));
        agent.write(askpass, new ByteArrayInputStream(ASKPASS.getBytes(StandardCharsets.UTF_8)));
        Map<String, String> environment = new HashMap<>();
        environment.put("RP_CLONE_URL", reference.url());
        environment.put("RP_CLONE_COMMIT", reference.commit());
        environment.put("GIT_ASKPASS", agent.workspace() + "/" + askpass);
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_ALLOW_PROTOCOL", "file:git:http:https:ssh");
        if (!reference.commit().matches("[0-9a-f]{40}([0-9a-f]{24})?")
                || reference.url().startsWith("-")) {
            throw new ActionFailure(
                    FailureType.ConfigurationError, "The input artifact " + input + " is no valid clone reference");
        }
        if (!reference.credentialsId().isEmpty()) {
            UsernamePassword credentials = credentials(input, reference);
            context.log().mask(credentials.password());
            environment.put("RP_CLONE_USERNAME", credentials.username());
            environment.put("RP_CLONE_PASSWORD", credentials.password());
        }
        context.log().println("[release-pipeline] Cloning " + input + " from " + reference.url());
        return work.run(
                        agent,
                        new ProcessSpec(
                                "clone-" + input,
                                List.of("sh", agent.workspace() + "/" + script),
                                environment,
                                directory,
                                Optional.empty(),
                                CLONING,
                                context.log()))
                .thenAccept(exit -> BuildWork.io(() -> cloned(input, directory, reference, exit)));
    }

    /** An artifact that a build has made could name any repository and any credentials; a source's is to be trusted. */
    private UsernamePassword credentials(String input, CloneRef reference) {
        boolean delivered = Optional.ofNullable(context.inputRevisions().get(input))
                .map(SourceRevision::id)
                .filter(reference.commit()::equals)
                .isPresent();
        if (!delivered) {
            throw new ActionFailure(
                    FailureType.PermissionError,
                    "The input artifact " + input + " asks for the credentials " + reference.credentialsId()
                            + " to be used, and no source action of this execution has delivered it");
        }
        return context.secrets()
                .usernamePassword(reference.credentialsId())
                .orElseThrow(() -> new ActionFailure(
                        FailureType.PermissionError,
                        "Cloning " + input + " needs the credentials " + reference.credentialsId() + ". "
                                + context.secrets().howToMap(reference.credentialsId())));
    }

    private Void cloned(String input, String directory, CloneRef reference, ProcessExit exit) throws IOException {
        if (!exit.isSuccess()) {
            throw new ActionFailure(
                    exit.outcome() == ProcessExit.Outcome.EXITED
                            ? FailureType.RevisionUnavailable
                            : FailureType.SystemUnavailable,
                    "Cloning " + input + " at " + reference.commit() + " from " + reference.url() + " failed"
                            + (exit.outcome() == ProcessExit.Outcome.EXITED
                                    ? "; the log has what git said"
                                    : ": " + exit.message()));
        }
        agent.delete(directory + "/" + CloneRef.PATH);
        return null;
    }
}
