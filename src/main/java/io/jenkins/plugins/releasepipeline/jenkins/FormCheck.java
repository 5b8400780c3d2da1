package io.jenkins.plugins.releasepipeline.jenkins;

import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.util.FormValidation;
import java.util.List;
import java.util.function.Supplier;
import jenkins.model.Jenkins;

/** What a form in <em>Manage Jenkins</em> says of a value while it is written: to administrators, and nothing to others. */
final class FormCheck {
    private FormCheck() {}

    static FormValidation of(Supplier<FormValidation> check) {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER) ? check.get() : FormValidation.ok();
    }

    /** @param made throws IllegalArgumentException with what is wrong */
    static FormValidation of(String value, Made made) {
        return of(() -> {
            try {
                made.of(value == null ? "" : value.strip());
                return FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
        });
    }

    /** What can be made of a value that is right. */
    interface Made {
        Object of(String value);
    }

    /** Whether Jenkins itself finds such credentials. */
    static <C extends IdCredentials> FormValidation credentials(
            Class<C> type, String id, List<DomainRequirement> where) {
        CredentialLookup ofJenkins = new CredentialLookup.OfJenkins();
        if (ofJenkins.find(type, id, where).isPresent()) {
            return FormValidation.ok();
        }
        return FormValidation.warning(
                ofJenkins.find(type, id, List.of()).isPresent()
                        ? Messages.FormCheck_elsewhere(id)
                        : Messages.FormCheck_noCredentials(id));
    }
}
