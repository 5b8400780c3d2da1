package io.jenkins.plugins.releasepipeline.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.action.SourceChanges;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.StageState;
import io.jenkins.plugins.releasepipeline.engine.StageStatus;
import io.jenkins.plugins.releasepipeline.engine.SucceededExecution;
import java.util.List;
import java.util.Optional;

/**
 * What a stage goes through when the execution that is in it, or the one that would enter next, succeeds there: the
 * commits since what succeeded there last.
 */
final class StageChanges {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final PipelineState state;
    private final SourceChanges sources;

    StageChanges(PipelineState state, SourceChanges sources) {
        this.state = state;
        this.sources = sources;
    }

    /** Nothing when nothing has succeeded in the stage, or no execution comes after that one. */
    ArrayNode of(StageState stage) {
        ArrayNode json = JSON.arrayNode();
        stage.succeeded().ifPresent(since -> {
            inIt(stage)
                    .flatMap(execution -> changes("current", since, execution))
                    .ifPresent(json::add);
            next(stage).flatMap(execution -> changes("next", since, execution)).ifPresent(json::add);
        });
        return json;
    }

    /** The execution that works in the stage, or has not succeeded there and could be retried. */
    private Optional<ExecutionState> inIt(StageState stage) {
        return stage.holder().or(stage::latest).flatMap(state::execution).filter(execution -> execution
                .stage(stage.name())
                .filter(ran -> ran.status() != StageStatus.Succeeded)
                .isPresent());
    }

    /** The execution that waits for the stage, or works in the nearest stage before it. */
    private Optional<ExecutionState> next(StageState stage) {
        if (!stage.waiting().isEmpty()) {
            return state.execution(stage.waiting().get(0));
        }
        List<String> names =
                state.definition().stages().stream().map(StageDeclaration::name).toList();
        for (int i = names.indexOf(stage.name()) - 1; i >= 0; i--) {
            StageState before = state.stages().get(names.get(i));
            Optional<ExecutionState> found = before.holder()
                    .or(() -> before.waiting().stream().findFirst())
                    .flatMap(state::execution)
                    .filter(ExecutionState::isLive);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<ObjectNode> changes(String which, SucceededExecution since, ExecutionState execution) {
        ArrayNode changes = RevisionChanges.of(
                state.definitionOf(execution),
                since.revisions(),
                execution.products().revisions(),
                sources);
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode json = JSON.objectNode()
                .put("which", which)
                .put("pipelineExecutionId", execution.id())
                .put("executionNumber", execution.origin().number());
        json.putObject("since").put("pipelineExecutionId", since.executionId()).put("executionNumber", since.number());
        json.set("sources", changes);
        return Optional.of(json);
    }
}
