package io.jenkins.plugins.releasepipeline.simulation;

import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.Invariants;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.journal.EngineJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is true of a pipeline by all that was made durable, kept beside the runtime and across its crashes. */
final class PipelineTruth {
    private final Invariants invariants = new Invariants();
    private final Promises promises = new Promises();
    private final Map<String, List<Event>> executions = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final List<PipelineState> latest = new ArrayList<>();
    private final boolean thorough;
    private PipelineState state;
    private long entries;

    /** @param thorough reads each entry back from its JSON at once, and not only when a crash does so */
    PipelineTruth(String name, boolean thorough) {
        this.thorough = thorough;
        state = PipelineState.unborn(name);
        latest.add(state);
    }

    String name() {
        return state.pipelineName();
    }

    PipelineState state() {
        return state;
    }

    /** How many entries of the journal are known. */
    long entries() {
        return entries;
    }

    List<Event> events() {
        return events;
    }

    /** All events of the executions that ever were, by id. */
    Map<String, List<Event>> executions() {
        return executions;
    }

    /** An entry is durable, and the runtime tells of it. */
    void told(PipelineState published, List<Event> happened) {
        List<Event> read = thorough ? EngineJson.events(EngineJson.write(happened)) : happened;
        Violation.unless(
                read.equals(happened),
                "events_come_back_from_the_journal_as_they_were",
                "%s became %s",
                happened,
                read);
        events.addAll(read);
        PipelineState before = state;
        latest.clear();
        latest.add(state);
        for (Event event : read) {
            promises.hold(state, event);
            state = state.apply(event);
            latest.add(state);
            if (event instanceof Event.OfExecution of) {
                executions
                        .computeIfAbsent(of.executionId(), any -> new ArrayList<>())
                        .add(event);
            }
        }
        entries++;
        Violation.unless(
                state.equals(published),
                "replaying_the_journal_gives_the_same_state",
                "replayed %s, published %s",
                state,
                published);
        promises.hold(state);
        invariants.check(before, happened, published);
    }

    /** Whether a state was true some time during the latest entry. */
    boolean wasJustNow(PipelineState claimed) {
        for (int i = latest.size() - 1; i >= 0; i--) {
            if (latest.get(i).equals(claimed)) {
                return true;
            }
        }
        return false;
    }
}
