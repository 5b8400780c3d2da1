package io.jenkins.plugins.releasepipeline.engine;

import java.time.Instant;

/**
 * What one person answered to an approval.
 *
 * @param by who
 * @param status the answer
 * @param summary the comment; may be empty
 * @param at when; for one that was given ahead, when it began to count
 */
public record ApprovalAnswer(String by, ApprovalStatus status, String summary, Instant at) {}
