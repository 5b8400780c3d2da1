package io.jenkins.plugins.releasepipeline.action;

import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;

/**
 * Does the work of one type of action: the extension point of the project.
 *
 * <p>A provider is a stateless singleton; all it needs comes with the {@link ActionContext}. Its methods are called on
 * one of the few threads that all pipelines share and return quickly: waiting is done by {@code CompletionStage}s, short
 * blocking I/O on {@link ActionContext#executor()}.
 *
 * <p>An attempt has an id, {@link ActionContext#actionExecutionId()}. A retry is another attempt with another id, and
 * whatever an older attempt still reports changes nothing.
 */
public interface ActionProvider {

    /** The one type this provider serves. */
    ActionTypeId type();

    /** What the action's configuration may hold, and how many artifacts go in and out. */
    ActionTypeSchema schema();

    /** Whether it does only what the host's {@link NameMappings} say for its type: without a mapping it can do nothing. */
    default boolean needsMapping() {
        return false;
    }

    /**
     * Begins an attempt. The attempt is on record before this is called, and this is called at most once for it in the
     * life of a process.
     *
     * @return the running attempt. What is wrong with the configuration is a failed {@link ActionResult}, not an
     *     exception.
     */
    ActionRun start(ActionContext context);

    /**
     * Finds an attempt again that was under way when the process ended. Called at most once for an attempt in the life
     * of a process, instead of {@link #start}.
     *
     * <p>It must never do a second time what may have been done once. Processes run by {@link Agent#start} are found
     * again by their ids, so a provider all of whose other steps are idempotent just starts again. What cannot be found
     * again is a failed result of type {@link FailureType#SystemUnavailable} that says so.
     */
    ActionRun reattach(ActionContext context);
}
