package io.jenkins.plugins.releasepipeline.action;

/** Why an action failed, in the words of CodePipeline's {@code FailureType} (reference §1.2). */
public enum FailureType {
    /** The work itself failed: a command's exit code, a failed hook. */
    JobFailed,
    /** The definition, a buildspec, an appspec or a name mapping is wrong. */
    ConfigurationError,
    /** A credential is missing or was refused. */
    PermissionError,
    /** The source has moved away from the revision that was asked for. */
    RevisionOutOfSync,
    /** The revision that was asked for is not there. */
    RevisionUnavailable,
    /** The agent, the network or a disk failed; the same action may pass when tried again. */
    SystemUnavailable
}
