package io.jenkins.plugins.releasepipeline.jenkins;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.releasepipeline.trigger.GenericPayload;
import io.jenkins.plugins.releasepipeline.trigger.TargetWebhook;
import io.jenkins.plugins.releasepipeline.trigger.WebhookEndpoint;
import io.jenkins.plugins.releasepipeline.trigger.WebhookProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.POST;

/** An address where deliveries arrive: {@code /release-pipeline-webhook/NAME}. */
public final class WebhookItem implements Describable<WebhookItem> {
    private final String name;
    private final WebhookProvider provider;
    private String credentialsId = "";
    private String topics = "";
    private String repositoryPointer = "";
    private String refPointer = "";
    private String afterPointer = "";
    private String targetPipeline = "";
    private String targetAction = "";
    private String authentication = "";
    private String allowedIpRange = "";
    private boolean behindProxy;
    private String filters = "";

    /**
     * @param name what the address ends with
     * @param provider whose deliveries they are
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

    public String getTargetPipeline() {
        return Util.fixNull(targetPipeline);
    }

    /** @param job the full name of the job that a PUT_WEBHOOK starts */
    @DataBoundSetter
    public void setTargetPipeline(String job) {
        targetPipeline = Util.fixNull(job).strip();
    }

    public String getTargetAction() {
        return Util.fixNull(targetAction);
    }

    /** @param action the source action whose configuration fills the placeholders of the filters */
    @DataBoundSetter
    public void setTargetAction(String action) {
        targetAction = Util.fixNull(action).strip();
    }

    public String getAuthentication() {
        return Util.fixNull(authentication);
    }

    /** @param how GITHUB_HMAC, IP or UNAUTHENTICATED */
    @DataBoundSetter
    public void setAuthentication(String how) {
        authentication = Util.fixNull(how).strip();
    }

    public String getAllowedIpRange() {
        return Util.fixNull(allowedIpRange);
    }

    /** @param range the addresses that may send, for IP: {@code 192.0.2.0/24} */
    @DataBoundSetter
    public void setAllowedIpRange(String range) {
        allowedIpRange = Util.fixNull(range).strip();
    }

    public boolean isBehindProxy() {
        return behindProxy;
    }

    /** @param behindProxy whether the sender's address is the last one of X-Forwarded-For */
    @DataBoundSetter
    public void setBehindProxy(boolean behindProxy) {
        this.behindProxy = behindProxy;
    }

    public String getFilters() {
        return Util.fixNull(filters);
    }

    /** @param lines one filter each: a JSON path, or {@code JSON path = what it must be} */
    @DataBoundSetter
    public void setFilters(String lines) {
        filters = Util.fixNull(lines).strip();
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
                words(getTopics()),
                target());
    }

    private Optional<TargetWebhook> target() {
        boolean any = !getTargetPipeline().isEmpty()
                || !getTargetAction().isEmpty()
                || !getAllowedIpRange().isEmpty()
                || !getFilters().isEmpty()
                || behindProxy;
        if (provider != WebhookProvider.PUT_WEBHOOK && !any) {
            return Optional.empty();
        }
        return Optional.of(new TargetWebhook(
                getTargetPipeline(),
                getTargetAction(),
                filters(getFilters()),
                authenticationOf(getAuthentication()),
                getAllowedIpRange(),
                behindProxy));
    }

    private static Set<String> words(String text) {
        return text.isEmpty() ? Set.of() : Arrays.stream(text.split("\\s+")).collect(Collectors.toSet());
    }

    private static List<TargetWebhook.Filter> filters(String lines) {
        return lines.lines()
                .filter(line -> !line.isBlank())
                .map(WebhookItem::filter)
                .toList();
    }

    private static TargetWebhook.Filter filter(String line) {
        String[] parts = line.strip().split("\\s+=\\s+", 2);
        return new TargetWebhook.Filter(parts[0], parts.length == 1 ? null : parts[1]);
    }

    private static TargetWebhook.Authentication authenticationOf(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return TargetWebhook.Authentication.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the authentication is GITHUB_HMAC, IP or UNAUTHENTICATED, and not '" + text + "'", e);
        }
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

        public ListBoxModel doFillAuthenticationItems() {
            ListBoxModel items = new ListBoxModel();
            items.add("", "");
            for (TargetWebhook.Authentication each : TargetWebhook.Authentication.values()) {
                items.add(each.name(), each.name());
            }
            return items;
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

        @POST
        public FormValidation doCheckName(@QueryParameter("value") String value) {
            return FormCheck.of(
                    value,
                    name -> new WebhookEndpoint(
                            name, WebhookProvider.GITHUB, "secret", GenericPayload.COMMON, Set.of(), Optional.empty()));
        }

        @POST
        public FormValidation doCheckCredentialsId(
                @QueryParameter("value") String value,
                @QueryParameter("provider") String provider,
                @QueryParameter("authentication") String authentication) {
            String id = Util.fixNull(value).strip();
            boolean isSigned = isPutWebhook(provider)
                    ? TargetWebhook.Authentication.GITHUB_HMAC.name().equals(authentication)
                    : !WebhookProvider.SNS.name().equals(provider);
            return FormCheck.of(() -> {
                if (isSigned == id.isEmpty()) {
                    return FormValidation.error(
                            isSigned ? Messages.WebhookItem_secretNeeded() : Messages.WebhookItem_noSecret());
                }
                return id.isEmpty()
                        ? FormValidation.ok()
                        : FormCheck.credentials(StringCredentials.class, id, List.of());
            });
        }

        @POST
        public FormValidation doCheckTopics(
                @QueryParameter("value") String value, @QueryParameter("provider") String provider) {
            return WebhookProvider.SNS.name().equals(provider)
                    ? FormCheck.of(
                            value,
                            topics -> new WebhookEndpoint(
                                    "name",
                                    WebhookProvider.SNS,
                                    "",
                                    GenericPayload.COMMON,
                                    words(topics),
                                    Optional.empty()))
                    : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckRepositoryPointer(@QueryParameter("value") String value) {
            return pointer(value);
        }

        @POST
        public FormValidation doCheckRefPointer(@QueryParameter("value") String value) {
            return pointer(value);
        }

        @POST
        public FormValidation doCheckAfterPointer(@QueryParameter("value") String value) {
            return pointer(value);
        }

        private static FormValidation pointer(String value) {
            return FormCheck.of(value, pointer -> new GenericPayload(pointer, "", "", ""));
        }

        @POST
        public FormValidation doCheckTargetPipeline(
                @QueryParameter("value") String value, @QueryParameter("provider") String provider) {
            return ofPutWebhook(
                    provider,
                    value,
                    job -> job(job).isPresent()
                            ? FormValidation.ok()
                            : FormValidation.warning(Messages.WebhookItem_noPipeline(job)));
        }

        @POST
        public FormValidation doCheckTargetAction(
                @QueryParameter("value") String value,
                @QueryParameter("provider") String provider,
                @QueryParameter("targetPipeline") String targetPipeline) {
            return ofPutWebhook(
                    provider,
                    value,
                    action -> job(Util.fixNull(targetPipeline).strip())
                                    .flatMap(job -> job.read().definition())
                                    .filter(definition -> definition.pipeline().stages().get(0).actions().stream()
                                            .noneMatch(each -> each.name().equals(action)))
                                    .isPresent()
                            ? FormValidation.warning(Messages.WebhookItem_noAction(targetPipeline, action))
                            : FormValidation.ok());
        }

        @POST
        public FormValidation doCheckAuthentication(
                @QueryParameter("value") String value, @QueryParameter("provider") String provider) {
            return ofPutWebhook(provider, value, how -> FormCheck.of(how, WebhookItem::authenticationOf));
        }

        @POST
        public FormValidation doCheckAllowedIpRange(
                @QueryParameter("value") String value, @QueryParameter("authentication") String authentication) {
            TargetWebhook.Authentication how =
                    TargetWebhook.Authentication.IP.name().equals(authentication)
                            ? TargetWebhook.Authentication.IP
                            : TargetWebhook.Authentication.UNAUTHENTICATED;
            return FormCheck.of(
                    value, range -> new TargetWebhook("job", "action", List.of(filter("$.ref")), how, range, false));
        }

        @POST
        public FormValidation doCheckFilters(
                @QueryParameter("value") String value, @QueryParameter("provider") String provider) {
            return ofPutWebhook(
                    provider,
                    value,
                    lines -> FormCheck.of(
                            lines,
                            text -> new TargetWebhook(
                                    "job",
                                    "action",
                                    filters(text),
                                    TargetWebhook.Authentication.UNAUTHENTICATED,
                                    "",
                                    false)));
        }

        private static boolean isPutWebhook(String provider) {
            return WebhookProvider.PUT_WEBHOOK.name().equals(provider);
        }

        /** A value that webhooks of that kind need, and that no other has. */
        private static FormValidation ofPutWebhook(
                String provider, String value, Function<String, FormValidation> check) {
            String text = Util.fixNull(value).strip();
            return FormCheck.of(() -> {
                if (isPutWebhook(provider) == text.isEmpty()) {
                    return FormValidation.error(
                            text.isEmpty() ? Messages.WebhookItem_needed() : Messages.WebhookItem_otherProvider());
                }
                return text.isEmpty() ? FormValidation.ok() : check.apply(text);
            });
        }

        private static Optional<ReleasePipelineJob> job(String name) {
            return Optional.ofNullable(Jenkins.get().getItemByFullName(name, ReleasePipelineJob.class));
        }
    }
}
