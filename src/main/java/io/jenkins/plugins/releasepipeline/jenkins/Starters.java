package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.Cause;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The users behind a run: those who asked for it, and for the runs upstream of it. */
final class Starters {
    private Starters() {}

    /** Their ids; nobody for what a schedule, a hook or an anonymous user began. */
    static List<String> of(Collection<? extends Cause> causes) {
        Set<String> users = new LinkedHashSet<>();
        add(causes, users);
        return List.copyOf(users);
    }

    private static void add(Collection<? extends Cause> causes, Set<String> users) {
        for (Cause cause : causes) {
            if (cause instanceof Cause.UserIdCause user && user.getUserId() != null) {
                users.add(user.getUserId());
            } else if (cause instanceof Cause.UpstreamCause upstream) {
                add(upstream.getUpstreamCauses(), users);
            }
        }
    }
}
