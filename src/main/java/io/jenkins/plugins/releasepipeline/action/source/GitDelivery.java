package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionProgress;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.AgentRequest;
import io.jenkins.plugins.releasepipeline.action.SourceRevision;
import io.jenkins.plugins.releasepipeline.action.source.GitRepository.Found;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Delivers one revision of a git repository: what all git source actions have in common (reference §1.3, §1.4). */
final class GitDelivery {
    private static final String TREE = "tree";

    private final ActionWork work;
    private final ActionContext context;
    private final GitRequest request;
    private final GitTimeouts timeouts;

    private GitDelivery(ActionWork work, GitRequest request, GitTimeouts timeouts) {
        this.work = work;
        this.context = work.context();
        this.request = request;
        this.timeouts = timeouts;
    }

    static ActionRun begin(ActionContext context, GitTimeouts timeouts, Function<SourceSettings, GitRequest> request) {
        return ActionWork.begin(
                context, work -> new GitDelivery(work, request.apply(SourceSettings.of(context)), timeouts).deliver());
    }

    private CompletionStage<ActionResult> deliver() {
        return work.agent(new AgentRequest("", "source")).thenCompose(this::deliver);
    }

    private CompletionStage<ActionResult> deliver(Agent agent) {
        GitRepository repository =
                new GitRepository(work, agent, TREE, request.url(), request.login(context.secrets()), timeouts);
        Optional<String> pinned = context.pinnedRevision();
        String wanted = pinned.map(revision -> " at " + revision)
                .or(() -> request.branch().map(branch -> ", branch " + branch))
                .orElse("");
        context.log().println("Reading " + request.url() + wanted);
        context.progress(ActionProgress.of("Reading " + request.url() + wanted));
        CompletionStage<Found> found =
                pinned.isPresent() ? repository.revision(pinned.get()) : repository.branch(request.branch());
        return found.thenCompose(there -> repository.fetch(there).thenCompose(commit -> {
            String branch = request.branch().orElse(there.branch());
            context.log().println("Commit " + commit.id() + " of " + commit.committerDate() + ": " + commit.title());
            if (request.isCloneRef()) {
                return CompletableFuture.completedStage(delivered(commit, branch, reference(commit, branch)));
            }
            return repository
                    .checkOut(commit.id())
                    .thenApply(done -> delivered(commit, branch, work.store(agent, files())));
        }));
    }

    private static FileSelection files() {
        return new FileSelection(TREE, List.of("**/*"), List.of(".git"), false);
    }

    private ArtifactDigest reference(CommitDetails commit, String branch) {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try {
            new CloneRef(
                            request.url().text(),
                            commit.id(),
                            branch,
                            request.credentialsId().orElse(""))
                    .write(zip);
            return context.artifacts().put(context.pipelineExecutionId(), new ByteArrayInputStream(zip.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ActionResult delivered(CommitDetails commit, String branch, ArtifactDigest artifact) {
        Optional<String> page = request.page().orElse(request.url()).commitPage(commit.id());
        Map<String, String> variables = new HashMap<>(request.variables());
        variables.put("CommitId", commit.id());
        variables.put("BranchName", branch);
        variables.put("CommitMessage", commit.message());
        variables.put("AuthorDate", commit.authorDate().toString());
        variables.put("AuthorName", commit.author());
        variables.put("CommitterDate", commit.committerDate().toString());
        variables.put("CommitUrl", page.orElse(""));
        Map<String, ArtifactDigest> outputs = new HashMap<>();
        context.action().outputArtifacts().forEach(output -> outputs.put(output.name(), artifact));
        return ActionResult.succeeded()
                .withSummary(commit.shortId() + " " + commit.title())
                .withExternalExecution(commit.id(), page.orElse(""))
                .withOutputVariables(variables)
                .withOutputArtifacts(outputs)
                .withRevision(
                        new SourceRevision(commit.id(), commit.summary(), Optional.of(commit.committerDate()), page));
    }
}
