package io.jenkins.plugins.releasepipeline.jenkins;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.releasepipeline.trigger.GenericPayload;
import io.jenkins.plugins.releasepipeline.trigger.WebhookEndpoint;
import io.jenkins.plugins.releasepipeline.trigger.WebhookProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** An address where deliveries arrive: {@code /release-pipeline-webhook/NAME}. */
public final class WebhookItem implements Describable<WebhookItem> {
    private final String name;
    private final WebhookProvider provider;
    private String credentialsId = "";
    private String topics = "";
    private String repositoryPointer = "";
    private String refPointer = "";
    private String afterPointer = "";

    /**
     * @param name what the address ends with
     * @param provider whose deliveries they are; not {@code PUT_WEBHOOK}, which Jenkins has not
     */
    @DataBoundConstructor
    public WebhookItem(String name, WebhookProvider provider) {
        this.name = Util.fixNull(name).strip();
        this.provider = provider;
    }

    public String getName() {
        return name;
    }

    public WebhookProvider getProvider() {
        return provider;
    }

    public String getCredentialsId() {
        return Util.fixNull(credentialsId);
    }

    /** @param id a credential of the kind Secret text: what deliveries are signed with, or carry */
    @DataBoundSetter
    public void setCredentialsId(String id) {
        credentialsId = Util.fixNull(id).strip();
    }

    public String getTopics() {
        return Util.fixNull(topics);
    }

    /** @param arns the topics that SNS may send of, a line each */
    @DataBoundSetter
    public void setTopics(String arns) {
        topics = Util.fixNull(arns).strip();
    }

    public String getRepositoryPointer() {
        return Util.fixNull(repositoryPointer);
    }

    /** @param pointer where a GENERIC delivery names the repository */
    @DataBoundSetter
    public void setRepositoryPointer(String pointer) {
        repositoryPointer = Util.fixNull(pointer).strip();
    }

    public String getRefPointer() {
        return Util.fixNull(refPointer);
    }

    /** @param pointer where a GENERIC delivery names the branch */
    @DataBoundSetter
    public void setRefPointer(String pointer) {
        refPointer = Util.fixNull(pointer).strip();
    }

    public String getAfterPointer() {
        return Util.fixNull(afterPointer);
    }

    /** @param pointer where a GENERIC delivery names the commit */
    @DataBoundSetter
    public void setAfterPointer(String pointer) {
        afterPointer = Util.fixNull(pointer).strip();
    }

    /** @throws IllegalArgumentException when something is missing or wrong: what */
    WebhookEndpoint endpoint() {
        GenericPayload common = GenericPayload.COMMON;
        return new WebhookEndpoint(
                name,
                provider,
                getCredentialsId(),
                new GenericPayload(
                        or(getRepositoryPointer(), common.repository()),
                        or(getRefPointer(), common.ref()),
                        or(getAfterPointer(), common.after()),
                        common.before()),
                getTopics().isEmpty()
                        ? Set.of()
                        : Arrays.stream(getTopics().split("\\s+")).collect(Collectors.toSet()),
                Optional.empty());
    }

    private static String or(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    @Override
    public DescriptorImpl getDescriptor() {
        return (DescriptorImpl) Jenkins.get().getDescriptorOrDie(WebhookItem.class);
    }

    @Extension
    @Symbol("webhook")
    public static final class DescriptorImpl extends Descriptor<WebhookItem> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.WebhookItem_displayName();
        }

        /** The credentials to choose from, for administrators. */
        @RequirePOST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter("credentialsId") String credentialsId) {
            StandardListBoxModel items = new StandardListBoxModel();
            if (Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                items.includeEmptyValue()
                        .includeMatchingAs(
                                ACL.SYSTEM2,
                                Jenkins.get(),
                                StringCredentials.class,
                                List.of(),
                                CredentialsMatchers.always());
            }
            return items.includeCurrentValue(Util.fixNull(credentialsId));
        }
    }
}
