package io.jenkins.plugins.releasepipeline.engine;

/**
 * The timers of a pipeline: one for each thing that time changes, by a name that no other has. A question's and a
 * check's is its id. What a timer was armed for may be over when it is due.
 */
final class Timers {
    private static final String TIMEOUT = "TimedOut";

    private Timers() {}

    /** The scheduled retry of a stage. */
    static String ofRetry(String executionId, String stage) {
        return executionId + "/" + stage + "/retry";
    }

    /** The next check of a condition that holds. */
    static String of(String executionId, String stage, ConditionType condition) {
        return executionId + "/" + stage + "/" + condition;
    }

    /** The end of a condition that may hold. */
    static String ofDeadline(String executionId, String stage, ConditionType condition) {
        return of(executionId, stage, condition) + "/deadline";
    }

    /** Why a check ended that nobody had an answer from in time. */
    static ErrorDetails timeout(String message) {
        return new ErrorDetails(TIMEOUT, message);
    }

    static boolean isTimeout(ErrorDetails error) {
        return error.code().equals(TIMEOUT);
    }

    static Decision due(Turn turn, Command.TimerDue due) {
        if (due.timer().equals(ofRetry(due.executionId(), due.stage()))) {
            Failures.timerDue(turn, due);
        } else if (!Approvals.timerDue(turn, due)) {
            Conditions.timerDue(turn, due);
        }
        return turn.accepted(due.executionId());
    }
}
