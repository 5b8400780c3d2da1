package io.jenkins.plugins.releasepipeline.engine;

import java.util.List;

/** What follows from an event outside the engine. Pure. */
public final class Effects {
    private Effects() {}

    public static List<Effect> of(Event event) {
        if (event instanceof Event.ActionStarted started) {
            return List.of(
                    started.expires().isPresent()
                            ? new Effect.ArmTimer(
                                    started.executionId(),
                                    started.stage(),
                                    started.action(),
                                    started.actionExecutionId(),
                                    started.expires().get())
                            : new Effect.StartAction(
                                    started.executionId(),
                                    started.stage(),
                                    started.action(),
                                    started.actionExecutionId()));
        }
        if (event instanceof Event.ActionFinished finished) {
            return List.of(
                    finished.status() == ActionStatus.Abandoned
                            ? new Effect.StopAction(
                                    finished.executionId(), finished.actionExecutionId(), finished.summary())
                            : new Effect.ReleaseAction(finished.executionId(), finished.actionExecutionId()));
        }
        return List.of();
    }
}
