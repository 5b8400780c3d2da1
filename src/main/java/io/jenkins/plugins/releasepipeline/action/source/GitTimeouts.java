package io.jenkins.plugins.releasepipeline.action.source;

import java.time.Duration;

/**
 * How long git may take.
 *
 * @param ask for asking a server what it has, and for what needs no server
 * @param transfer for fetching and for writing files
 */
record GitTimeouts(Duration ask, Duration transfer) {
    static final GitTimeouts DEFAULT = new GitTimeouts(Duration.ofMinutes(5), Duration.ofMinutes(60));
}
