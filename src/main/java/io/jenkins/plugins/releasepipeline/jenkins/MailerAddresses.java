package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.Extension;
import hudson.model.User;
import hudson.tasks.Mailer;
import java.util.Optional;

/** The addresses of the Mailer plugin: what stands in a user's settings, or what it finds out about him. */
@Extension(optional = true)
public final class MailerAddresses extends MailAddresses {
    @Override
    public Optional<String> of(User user) {
        return Optional.ofNullable(user.getProperty(Mailer.UserProperty.class)).map(Mailer.UserProperty::getAddress);
    }
}
