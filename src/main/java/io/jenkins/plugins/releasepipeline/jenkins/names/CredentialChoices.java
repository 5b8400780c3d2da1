package io.jenkins.plugins.releasepipeline.jenkins.names;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.Util;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.List;
import jenkins.model.Jenkins;

/** The credentials that a name may be given in a form: those of the folder where it is configured, and of Jenkins. */
final class CredentialChoices {
    private CredentialChoices() {}

    /** To those who may not know which there are, the current one alone. */
    static ListBoxModel of(Item item, String current) {
        StandardListBoxModel choices = new StandardListBoxModel();
        if (mayKnow(item)) {
            choices.includeEmptyValue();
            if (item == null) {
                choices.includeAs(ACL.SYSTEM2, Jenkins.get(), StandardUsernamePasswordCredentials.class);
            } else {
                choices.includeAs(ACL.SYSTEM2, item, StandardUsernamePasswordCredentials.class);
            }
        }
        return choices.includeCurrentValue(Util.fixNull(current));
    }

    static FormValidation check(Item item, String id) {
        if (!mayKnow(item) || Util.fixEmptyAndTrim(id) == null) {
            return FormValidation.ok();
        }
        boolean isThere = all(item).stream().anyMatch(each -> each.getId().equals(id));
        return isThere ? FormValidation.ok() : FormValidation.warning(Messages.CredentialChoices_none(id));
    }

    private static List<StandardUsernamePasswordCredentials> all(Item item) {
        return item == null
                ? CredentialsProvider.lookupCredentialsInItemGroup(
                        StandardUsernamePasswordCredentials.class, Jenkins.get(), ACL.SYSTEM2)
                : CredentialsProvider.lookupCredentialsInItem(
                        StandardUsernamePasswordCredentials.class, item, ACL.SYSTEM2);
    }

    private static boolean mayKnow(Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }
}
