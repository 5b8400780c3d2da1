package io.jenkins.plugins.releasepipeline.engine;

import java.util.List;

/**
 * Why an execution began.
 *
 * @param type what started it
 * @param detail more about it, at most 1024 characters: the name of the person for a manual start
 * @param by who is behind it, as the host calls people; several when they asked for the same start, none when nobody is
 *     known. Journals of versions without it have the person of a manual start in {@code detail} alone
 */
public record Trigger(TriggerType type, String detail, List<String> by) {

    public Trigger {
        by = by == null ? named(type, detail) : List.copyOf(by);
    }

    /** Of somebody, for a manual start or rollback; of nobody otherwise. */
    public Trigger(TriggerType type, String detail) {
        this(type, detail, null);
    }

    private static List<String> named(TriggerType type, String detail) {
        return type == TriggerType.StartPipelineExecution || type == TriggerType.ManualRollback
                ? List.of(detail)
                : List.of();
    }
}
