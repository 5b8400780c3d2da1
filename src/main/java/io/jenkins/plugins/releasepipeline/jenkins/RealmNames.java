package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.security.SecurityRealm;
import jenkins.model.Jenkins;

/** Names of users and groups as the security realm compares them: mostly without regard to upper and lower case. */
final class RealmNames {
    private RealmNames() {}

    /** The same for everything that a user's id may be written as. */
    static String user(String id) {
        return realm().getUserIdStrategy().keyFor(id);
    }

    static boolean isUser(String one, String other) {
        return realm().getUserIdStrategy().equals(one, other);
    }

    static boolean isGroup(String one, String other) {
        return realm().getGroupIdStrategy().equals(one, other);
    }

    private static SecurityRealm realm() {
        return Jenkins.get().getSecurityRealm();
    }
}
