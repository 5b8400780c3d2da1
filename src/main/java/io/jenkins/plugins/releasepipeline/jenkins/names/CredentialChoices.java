package io.jenkins.plugins.releasepipeline.jenkins.names;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.Util;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.List;
import jenkins.model.Jenkins;

/**
 * The credentials that a name may be given in a form: those of the folder where it is configured, and of Jenkins, which jobs may use
 * and which may be sent to the name's URL.
 */
final class CredentialChoices {
    private CredentialChoices() {}

    /**
     * To those who may not know which there are, the current one alone.
     *
     * @param url where they are to be sent; whatever it is when it is empty
     */
    static ListBoxModel of(Item item, String current, String url) {
        StandardListBoxModel choices = new StandardListBoxModel();
        if (mayKnow(item)) {
            choices.includeEmptyValue();
            List<DomainRequirement> where = UrlRequirements.of(url);
            CredentialsMatcher forJobs =
                    CredentialsMatchers.not(CredentialsMatchers.withScope(CredentialsScope.SYSTEM));
            if (item == null) {
                choices.includeMatchingAs(
                        ACL.SYSTEM2, Jenkins.get(), StandardUsernamePasswordCredentials.class, where, forJobs);
            } else {
                choices.includeMatchingAs(ACL.SYSTEM2, item, StandardUsernamePasswordCredentials.class, where, forJobs);
            }
        }
        return choices.includeCurrentValue(Util.fixNull(current));
    }

    static FormValidation check(Item item, String id, String url) {
        if (!mayKnow(item) || Util.fixEmptyAndTrim(id) == null || isThere(item, id, UrlRequirements.of(url))) {
            return FormValidation.ok();
        }
        return FormValidation.warning(
                isThere(item, id, List.of())
                        ? Messages.CredentialChoices_elsewhere(id)
                        : Messages.CredentialChoices_none(id));
    }

    private static boolean isThere(Item item, String id, List<DomainRequirement> where) {
        return all(item, where).stream()
                .anyMatch(each -> each.getId().equals(id) && each.getScope() != CredentialsScope.SYSTEM);
    }

    private static List<StandardUsernamePasswordCredentials> all(Item item, List<DomainRequirement> where) {
        return item == null
                ? CredentialsProvider.lookupCredentialsInItemGroup(
                        StandardUsernamePasswordCredentials.class, Jenkins.get(), ACL.SYSTEM2, where)
                : CredentialsProvider.lookupCredentialsInItem(
                        StandardUsernamePasswordCredentials.class, item, ACL.SYSTEM2, where);
    }

    private static boolean mayKnow(Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }
}
