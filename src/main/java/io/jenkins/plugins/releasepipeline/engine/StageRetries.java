package io.jenkins.plugins.releasepipeline.engine;

import java.util.Optional;

/**
 * How often a stage was retried in one execution (reference §1.8).
 *
 * @param automatic retries that the definition asked for
 * @param manual retries that somebody asked for
 * @param latest which of the two was last; empty when there was none
 */
public record StageRetries(int automatic, int manual, Optional<RetryTrigger> latest) {

    static final StageRetries NONE = new StageRetries(0, 0, Optional.empty());

    StageRetries and(RetryTrigger trigger) {
        return trigger == RetryTrigger.AutomatedStageRetry
                ? new StageRetries(automatic + 1, manual, Optional.of(trigger))
                : new StageRetries(automatic, manual + 1, Optional.of(trigger));
    }
}
