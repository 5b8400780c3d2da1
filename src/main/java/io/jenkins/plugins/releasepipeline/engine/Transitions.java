package io.jenkins.plugins.releasepipeline.engine;

import java.util.Optional;
import java.util.regex.Pattern;

/** The ways into stages (reference §1.6). */
final class Transitions {
    private static final Pattern REASON = Pattern.compile("[a-zA-Z0-9!@ ().*?\\-]{1,300}");

    static final String REASON_RULE =
            "A transition is disabled with a reason of 1 to 300 characters: letters, digits, space and !@().*?-";

    private Transitions() {}

    static boolean isReason(String text) {
        return REASON.matcher(text).matches();
    }

    static Decision set(Turn turn, Command.SetTransition command) {
        Optional<StageState> stage = turn.state().stage(command.stage());
        if (stage.isEmpty()) {
            return turn.noSuchStage(command.stage());
        }
        if (!command.enabled() && !isReason(command.reason())) {
            return Turn.refused(Refusal.Error.ValidationException, REASON_RULE);
        }
        Transition now = stage.get().inbound();
        boolean same = now.enabled() == command.enabled()
                && (command.enabled() || now.disabledReason().equals(command.reason()));
        if (!same) {
            turn.emit(new Event.TransitionChanged(
                    turn.now(),
                    command.stage(),
                    command.enabled(),
                    command.enabled() ? "" : command.reason(),
                    command.by()));
            Flow.admit(turn);
        }
        return turn.accepted();
    }
}
