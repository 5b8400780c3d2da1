package io.jenkins.plugins.releasepipeline.engine;

/** The answer to a manual approval (reference §1.11). */
public enum ApprovalStatus {
    Approved,
    Rejected
}
