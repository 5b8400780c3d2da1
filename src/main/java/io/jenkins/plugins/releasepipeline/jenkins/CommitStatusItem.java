package io.jenkins.plugins.releasepipeline.jenkins;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.releasepipeline.jenkins.names.UrlRequirements;
import io.jenkins.plugins.releasepipeline.trigger.StatusTarget;
import io.jenkins.plugins.releasepipeline.trigger.WebhookProvider;
import java.util.Arrays;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.POST;

/** Where what becomes of a repository's commits is told. */
public final class CommitStatusItem implements Describable<CommitStatusItem> {
    private final String name;
    private final WebhookProvider provider;
    private final String credentialsId;
    private String api = "";
    private String repository = "";

    /**
     * @param name what source actions call the repository: its full name, or its address
     * @param provider whose API it is
     * @param credentialsId a user name and token
     */
    @DataBoundConstructor
    public CommitStatusItem(String name, WebhookProvider provider, String credentialsId) {
        this.name = Util.fixNull(name).strip();
        this.provider = provider;
        this.credentialsId = Util.fixNull(credentialsId).strip();
    }

    public String getName() {
        return name;
    }

    public WebhookProvider getProvider() {
        return provider;
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    public String getApi() {
        return Util.fixNull(api);
    }

    /** @param url where the API begins; empty for the provider's own service */
    @DataBoundSetter
    public void setApi(String url) {
        api = Util.fixNull(url).strip();
    }

    public String getRepository() {
        return Util.fixNull(repository);
    }

    /** @param fullName owner and name there; empty when the name says it */
    @DataBoundSetter
    public void setRepository(String fullName) {
        repository = Util.fixNull(fullName).strip();
    }

    /** @throws IllegalArgumentException when something is missing or wrong: what */
    StatusTarget target() {
        return new StatusTarget(provider, getApi(), getRepository().isEmpty() ? name : getRepository(), credentialsId);
    }

    @Override
    public DescriptorImpl getDescriptor() {
        return (DescriptorImpl) Jenkins.get().getDescriptorOrDie(CommitStatusItem.class);
    }

    @Extension
    @Symbol("commitStatus")
    public static final class DescriptorImpl extends Descriptor<CommitStatusItem> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.CommitStatusItem_displayName();
        }

        /** The credentials to choose from, for administrators. */
        @RequirePOST
        public ListBoxModel doFillCredentialsIdItems(
                @QueryParameter("credentialsId") String credentialsId,
                @QueryParameter("provider") String provider,
                @QueryParameter("api") String api) {
            StandardListBoxModel items = new StandardListBoxModel();
            if (Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                items.includeEmptyValue()
                        .includeMatchingAs(
                                ACL.SYSTEM2,
                                Jenkins.get(),
                                StandardUsernamePasswordCredentials.class,
                                UrlRequirements.of(server(provider, api)),
                                CredentialsMatchers.always());
            }
            return items.includeCurrentValue(Util.fixNull(credentialsId));
        }

        @POST
        public FormValidation doCheckName(
                @QueryParameter("value") String value, @QueryParameter("repository") String repository) {
            return Util.fixEmptyAndTrim(value) != null && Util.fixEmptyAndTrim(repository) != null
                    ? FormValidation.ok()
                    : repository(value);
        }

        @POST
        public FormValidation doCheckRepository(@QueryParameter("value") String value) {
            return Util.fixEmptyAndTrim(value) == null ? FormValidation.ok() : repository(value);
        }

        private static FormValidation repository(String value) {
            return FormCheck.of(value, name -> new StatusTarget(WebhookProvider.GITHUB, "", name, "login"));
        }

        @POST
        public FormValidation doCheckApi(
                @QueryParameter("value") String value, @QueryParameter("provider") String provider) {
            return FormCheck.of(value, api -> target(provider, api));
        }

        @POST
        public FormValidation doCheckCredentialsId(
                @QueryParameter("value") String value,
                @QueryParameter("provider") String provider,
                @QueryParameter("api") String api) {
            String id = Util.fixNull(value).strip();
            return FormCheck.of(() -> id.isEmpty()
                    ? FormValidation.error(Messages.CommitStatusItem_credentialsNeeded())
                    : FormCheck.credentials(
                            StandardUsernamePasswordCredentials.class, id, UrlRequirements.of(server(provider, api))));
        }

        private static StatusTarget target(String provider, String api) {
            WebhookProvider of = Arrays.stream(WebhookProvider.values())
                    .filter(each -> each.name().equals(provider))
                    .findFirst()
                    .orElse(null);
            return new StatusTarget(of, Util.fixNull(api).strip(), "owner/name", "login");
        }

        /** Where statuses are sent; empty when that cannot be said. */
        private static String server(String provider, String api) {
            try {
                return target(provider, api).api();
            } catch (IllegalArgumentException e) {
                return "";
            }
        }
    }
}
