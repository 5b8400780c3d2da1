package io.jenkins.plugins.releasepipeline.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the actions of an execution have brought so far.
 *
 * @param revisions what its source actions delivered
 * @param outputVariables namespace to key to value (reference §1.4)
 * @param artifacts artifact name to digest
 */
public record Products(
        List<ArtifactRevision> revisions,
        Map<String, Map<String, String>> outputVariables,
        Map<String, String> artifacts) {

    static final Products NONE = new Products(List.of(), Map.of(), Map.of());

    public Products {
        revisions = List.copyOf(revisions);
        outputVariables = Maps.copyOf(outputVariables);
        artifacts = Maps.copyOf(artifacts);
    }

    /** An action's products replace those of an earlier attempt at it. */
    Products with(Optional<String> namespace, Event.ActionFinished finished) {
        List<ArtifactRevision> next = new ArrayList<>(revisions);
        finished.revision().ifPresent(revision -> {
            next.removeIf(each -> each.actionName().equals(revision.actionName()));
            next.add(revision);
        });
        return new Products(
                next,
                namespace
                        .map(name -> Maps.with(outputVariables, name, finished.outputVariables()))
                        .orElse(outputVariables),
                Maps.with(artifacts, finished.outputArtifacts()));
    }
}
