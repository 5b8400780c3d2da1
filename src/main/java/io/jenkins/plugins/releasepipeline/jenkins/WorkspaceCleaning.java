package io.jenkins.plugins.releasepipeline.jenkins;

/** When the workspace of an action is emptied after it. Before an action it is emptied in any case. */
public enum WorkspaceCleaning {
    /** Whatever came of the action. */
    ALWAYS,
    /** When the action has succeeded: what a failed one has left may be looked at. */
    AFTER_SUCCESS,
    /** Never. */
    KEEP;

    /** For the form. */
    public String getDisplayName() {
        return switch (this) {
            case ALWAYS -> Messages.WorkspaceCleaning_always();
            case AFTER_SUCCESS -> Messages.WorkspaceCleaning_afterSuccess();
            case KEEP -> Messages.WorkspaceCleaning_keep();
        };
    }
}
