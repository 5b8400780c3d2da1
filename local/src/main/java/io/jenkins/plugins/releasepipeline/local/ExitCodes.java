package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.engine.ErrorDetails;
import io.jenkins.plugins.releasepipeline.engine.ExecutionStatus;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;

/** What the command line's exit codes mean. */
final class ExitCodes {
    static final int SUCCEEDED = 0;
    static final int FAILED = 1;
    static final int WRONG_CALL = 2;
    static final int STOPPED = 3;

    private ExitCodes() {}

    static int of(ExecutionRecord record) {
        if (record.status() == ExecutionStatus.Succeeded) {
            return SUCCEEDED;
        }
        boolean rejected = record.actions().stream()
                .flatMap(action -> action.error().stream())
                .map(ErrorDetails::code)
                .anyMatch("Rejected"::equals);
        return record.status() == ExecutionStatus.Failed && !rejected ? FAILED : STOPPED;
    }
}
