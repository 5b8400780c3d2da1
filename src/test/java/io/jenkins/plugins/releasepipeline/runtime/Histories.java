package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.engine.Event;
import java.util.List;

/** What history has to say, for tests of other rooms. */
public final class Histories {
    private Histories() {}

    /** What history tells of an execution, of which these are all events in order. */
    public static ExecutionRecord of(List<Event> events) {
        return ExecutionRecord.of(events, List.of());
    }

    /** Whether what is told of an execution is what its events say. */
    public static boolean tells(ExecutionRecord told, List<Event> events) {
        return told.equals(ExecutionRecord.of(events, told.carried()));
    }
}
