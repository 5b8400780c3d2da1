package io.jenkins.plugins.releasepipeline.engine;

import java.time.Instant;
import java.util.Optional;

/**
 * The way into a stage: open, or closed by somebody for a reason (reference §1.6).
 *
 * @param enabled whether executions may enter
 * @param lastChangedBy who opened or closed it last; empty when nobody did yet
 * @param lastChangedAt when that was
 * @param disabledReason why it is closed; empty when it is open
 */
public record Transition(
        boolean enabled, String lastChangedBy, Optional<Instant> lastChangedAt, String disabledReason) {

    static final Transition OPEN = new Transition(true, "", Optional.empty(), "");
}
