package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.User;
import java.util.List;
import java.util.Optional;

/** Where mail reaches a user, as a plugin knows it: commits are signed with such addresses. */
public abstract class MailAddresses implements ExtensionPoint {
    /** His address; empty when the plugin knows none. It may ask a directory server. */
    public abstract Optional<String> of(User user);

    static List<String> all(User user) {
        return ExtensionList.lookup(MailAddresses.class).stream()
                .flatMap(each -> each.of(user).stream())
                .toList();
    }
}
