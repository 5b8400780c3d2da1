package io.jenkins.plugins.releasepipeline.engine;

import java.util.List;
import java.util.Optional;

/**
 * How often a stage was retried in one execution (reference §1.8).
 *
 * @param automatic retries that the definition asked for
 * @param manual retries that somebody asked for
 * @param latest which of the two was last; empty when there was none
 * @param by who asked for one, once each; journals of versions without it have nobody
 */
public record StageRetries(int automatic, int manual, Optional<RetryTrigger> latest, List<String> by) {

    static final StageRetries NONE = new StageRetries(0, 0, Optional.empty(), List.of());

    public StageRetries {
        by = Lists.copyOf(by);
    }

    StageRetries and(RetryTrigger trigger, String person) {
        return trigger == RetryTrigger.AutomatedStageRetry
                ? new StageRetries(automatic + 1, manual, Optional.of(trigger), by)
                : new StageRetries(
                        automatic, manual + 1, Optional.of(trigger), by.contains(person) ? by : Lists.with(by, person));
    }
}
