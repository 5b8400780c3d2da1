package io.jenkins.plugins.releasepipeline.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.action.SourceChanges;
import io.jenkins.plugins.releasepipeline.action.SourceChanges.Changes;
import io.jenkins.plugins.releasepipeline.action.SourceChanges.Commit;
import io.jenkins.plugins.releasepipeline.action.SourceChanges.Commits;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ArtifactRevision;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The commits between what one execution had and what another one has, source by source. */
public final class RevisionChanges {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RevisionChanges() {}

    /**
     * One object for each source that both have.
     *
     * @param definition has the source actions
     * @param sources never waits: what it does not know yet is {@code pending}
     */
    public static ArrayNode of(
            PipelineDeclaration definition,
            List<ArtifactRevision> before,
            List<ArtifactRevision> after,
            SourceChanges sources) {
        ArrayNode changes = JSON.arrayNode();
        for (ArtifactRevision to : after) {
            before.stream()
                    .filter(from -> from.actionName().equals(to.actionName()))
                    .findFirst()
                    .ifPresent(from -> source(definition, to.actionName())
                            .ifPresent(source ->
                                    changes.add(change(sources, source, from.revisionId(), to.revisionId()))));
        }
        return changes;
    }

    private static Optional<ActionDeclaration> source(PipelineDeclaration definition, String action) {
        return definition.stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .filter(each -> each.name().equals(action))
                .findFirst();
    }

    private static ObjectNode change(SourceChanges sources, ActionDeclaration source, String from, String to) {
        ObjectNode json = JSON.objectNode()
                .put("actionName", source.name())
                .put("from", from)
                .put("to", to);
        Optional<Changes> changes = sources.between(source, from, to);
        if (changes.isEmpty()) {
            return json.put("relation", "pending");
        }
        json.put("relation", changes.get().relation().name().toLowerCase(Locale.ROOT));
        if (!changes.get().problem().isEmpty()) {
            json.put("problem", changes.get().problem());
        }
        put(json, "brought", changes.get().brought());
        put(json, "takenBack", changes.get().takenBack());
        return json;
    }

    private static void put(ObjectNode json, String field, Commits commits) {
        if (commits.count() > 0) {
            ArrayNode latest =
                    json.putObject(field).put("count", commits.count()).putArray("commits");
            commits.latest().forEach(commit -> latest.add(commit(commit)));
        }
    }

    private static ObjectNode commit(Commit commit) {
        return JSON.objectNode()
                .put("id", commit.id())
                .put("author", commit.author())
                .put("time", commit.time().toString())
                .put("message", commit.title());
    }
}
