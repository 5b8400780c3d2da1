package io.jenkins.plugins.releasepipeline.engine;

import java.time.Instant;
import java.util.Optional;

/**
 * The revision that a source action brought into an execution (reference §1.16).
 *
 * @param actionName the source action
 * @param artifactName the output artifact that holds it; empty when the action declares none
 * @param revisionId the commit id, or the digest of an object
 * @param summary the commit's message
 * @param created when the revision was made, when known
 * @param url where a person can look at it, when there is such a place
 */
public record ArtifactRevision(
        String actionName,
        String artifactName,
        String revisionId,
        String summary,
        Optional<Instant> created,
        Optional<String> url) {}
