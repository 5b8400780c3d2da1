package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.Cause;
import hudson.model.Queue;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.util.List;
import java.util.concurrent.Callable;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticator;
import jenkins.security.QueueItemAuthenticatorProvider;
import org.springframework.security.core.Authentication;

/** Authenticates as Authorize Project does by <em>Run as the user who triggered the build</em>: by the item's causes alone. */
public abstract class AsWhoStarts extends QueueItemAuthenticatorProvider {
    /** Who it is when nobody has started it; null to leave that to Jenkins. */
    Authentication otherwise;

    @Override
    public List<QueueItemAuthenticator> getAuthenticators() {
        return List.of(new QueueItemAuthenticator() {
            @Override
            public Authentication authenticate2(Queue.Item item) {
                return item.getCauses().stream()
                        .filter(Cause.UserIdCause.class::isInstance)
                        .map(cause -> ((Cause.UserIdCause) cause).getUserId())
                        .findFirst()
                        .map(AsWhoStarts::called)
                        .orElse(otherwise);
            }
        });
    }

    private static Authentication called(String id) {
        User user = User.getById(id, false);
        return user == null ? Jenkins.ANONYMOUS2 : user.impersonate2();
    }

    static <T> T as(String user, Callable<T> what) throws Exception {
        try (ACLContext asUser = ACL.as2(User.getById(user, true).impersonate2())) {
            return what.call();
        }
    }
}
