package io.jenkins.plugins.releasepipeline.trigger;

import io.jenkins.plugins.releasepipeline.action.source.SourceRepositories;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefChanged;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks at the repositories of one pipeline when its host wants to know whether they have changed, and starts it by what its
 * filters say. What is there at the first look starts nothing. Thread-safe for different pipelines; blocks.
 */
public final class RepositoryLook {
    private final SourceRepositories repositories;
    private final TriggerStarts starts;
    private final SeenFiles seen;

    public RepositoryLook(SourceRepositories repositories, TriggerStarts starts, SeenFiles seen) {
        this.repositories = repositories;
        this.starts = starts;
        this.seen = seen;
    }

    /** The addresses that the source actions of a pipeline read, without passwords. */
    public List<String> addresses(PipelineRuntime pipeline) {
        return List.copyOf(sources(pipeline).keySet());
    }

    /**
     * @param by what wants to know, as it is written down
     * @return what became of each change, a line each; empty when nothing has changed
     * @throws IOException when a repository cannot be read; what could be read was acted on
     */
    public List<String> now(PipelineRuntime pipeline, String by) throws IOException {
        List<String> outcome = new ArrayList<>();
        IOException trouble = null;
        for (Map.Entry<String, List<ActionDeclaration>> each : sources(pipeline).entrySet()) {
            try {
                outcome.addAll(look(pipeline.name(), each.getKey(), each.getValue(), by));
            } catch (IOException e) {
                trouble = e;
            }
        }
        if (trouble != null) {
            throw trouble;
        }
        return outcome;
    }

    /**
     * Source actions with the revisions that somebody wants of what they read.
     *
     * @param wanted a repository's address to the commit; empty when any will do
     */
    public Map<String, String> pinned(PipelineRuntime pipeline, Function<String, Optional<String>> wanted) {
        Map<String, String> pinned = new LinkedHashMap<>();
        sources(pipeline).forEach((address, actions) -> wanted.apply(address)
                .ifPresent(commit -> actions.forEach(action -> pinned.put(action.name(), commit))));
        return pinned;
    }

    private List<String> look(String pipeline, String address, List<ActionDeclaration> sources, String by)
            throws IOException {
        Map<String, String> now = repositories.forPipeline(pipeline).references(sources.get(0));
        String place = "pipeline " + pipeline + " " + address;
        Optional<Map<String, String>> before = seen.read(place);
        if (before.isEmpty()) {
            seen.write(place, ReferenceChanges.first(now));
            return List.of();
        }
        EventRepository repository = new EventRepository(WebhookProvider.GENERIC, address, List.of(address));
        TriggerStarts.Told told =
                new TriggerStarts.Told(by, Optional.of(TriggerType.PollForSourceChanges), Optional.of(now));
        List<String> outcome = new ArrayList<>();
        Map<String, String> known = before.get();
        for (RefChanged change : ReferenceChanges.between(repository, known, now)) {
            outcome.addAll(starts.start(
                    change,
                    told,
                    (name, source) -> name.equals(pipeline)
                            && sources.stream().anyMatch(each -> each.name().equals(source.name()))));
            known = ReferenceChanges.after(known, change);
            seen.write(place, known);
        }
        return outcome;
    }

    private Map<String, List<ActionDeclaration>> sources(PipelineRuntime pipeline) {
        Map<String, List<ActionDeclaration>> sources = new LinkedHashMap<>();
        for (ActionDeclaration action :
                pipeline.state().definition().stages().get(0).actions()) {
            if (action.actionTypeId().isSource()) {
                repositories.forPipeline(pipeline.name()).url(action).ifPresent(url -> sources.computeIfAbsent(
                                url, fresh -> new ArrayList<>())
                        .add(action));
            }
        }
        return sources;
    }
}
