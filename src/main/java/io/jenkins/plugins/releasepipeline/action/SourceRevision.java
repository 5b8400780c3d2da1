package io.jenkins.plugins.releasepipeline.action;

import java.time.Instant;
import java.util.Optional;

/**
 * The revision that a source action delivered.
 *
 * @param id the commit id, or the digest of a bucket's object
 * @param summary the commit's message; empty when the source has none
 * @param created when the revision was made, when the source knows
 * @param url where a person can look at it, when there is such a place
 */
public record SourceRevision(String id, String summary, Optional<Instant> created, Optional<String> url) {}
