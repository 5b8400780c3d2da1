package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.action.SourceChanges;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ActionExecution;
import io.jenkins.plugins.releasepipeline.engine.ArtifactRevision;
import io.jenkins.plugins.releasepipeline.engine.CarriedExecution;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.StageState;
import io.jenkins.plugins.releasepipeline.engine.SucceededExecution;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Who wrote the commits that an approval lets through: those between what succeeded in the stage last and what the
 * execution brings, and what it carries of executions whose place it took.
 */
final class CommitAuthors {
    private final PipelineState state;
    private final SourceChanges changes;

    CommitAuthors(PipelineState state, SourceChanges changes) {
        this.state = state;
        this.changes = changes;
    }

    /** Whether the answer to a question depends on them. */
    boolean matter(String stage, String action, String token) {
        return asked(stage, action, token)
                .flatMap(execution -> execution.stage(stage))
                .flatMap(ran -> ran.action(action))
                .flatMap(ActionExecution::policy)
                .filter(policy -> !policy.authorsMayApprove())
                .isPresent();
    }

    /** Their names and mail addresses; empty when they cannot be told. */
    CompletionStage<Optional<Set<String>>> of(String stage, String action, String token) {
        Optional<ExecutionState> execution = asked(stage, action, token);
        if (execution.isEmpty()) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        Optional<SucceededExecution> since = state.stage(stage).flatMap(StageState::succeeded);
        List<ArtifactRevision> all = Stream.concat(
                        execution.get().products().revisions().stream(),
                        execution.get().carried().stream()
                                .map(CarriedExecution::revisions)
                                .flatMap(List::stream))
                .toList();
        CompletionStage<Optional<Set<String>>> authors = CompletableFuture.completedStage(Optional.of(Set.of()));
        for (ArtifactRevision to : all) {
            authors = authors.thenCombine(of(execution.get(), since, to), CommitAuthors::both);
        }
        return authors;
    }

    private CompletionStage<Optional<Set<String>>> of(
            ExecutionState execution, Optional<SucceededExecution> since, ArtifactRevision to) {
        Optional<String> from = since.stream()
                .flatMap(succeeded -> succeeded.revisions().stream())
                .filter(revision -> revision.actionName().equals(to.actionName()))
                .map(ArtifactRevision::revisionId)
                .findFirst();
        return source(execution, to.actionName())
                .map(source -> changes.authors(source, from, to.revisionId()))
                .orElse(CompletableFuture.completedStage(Optional.empty()));
    }

    private Optional<ActionDeclaration> source(ExecutionState execution, String action) {
        return state.definitionOf(execution).stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .filter(each -> each.name().equals(action))
                .findFirst();
    }

    private Optional<ExecutionState> asked(String stage, String action, String token) {
        return state.liveExecutions().stream()
                .filter(execution -> execution
                        .stage(stage)
                        .flatMap(ran -> ran.inProgress(action, token))
                        .isPresent())
                .findFirst();
    }

    private static Optional<Set<String>> both(Optional<Set<String>> one, Optional<Set<String>> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        Set<String> all = new HashSet<>(one.get());
        all.addAll(other.get());
        return Optional.of(all);
    }
}
