package io.jenkins.plugins.releasepipeline.jenkins.names;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The URL where a function is called. */
public final class MappedFunction extends MappedName {
    private static final int STANDARD_SECONDS = 60;
    private static final int MOST_SECONDS = 900;

    private final String url;
    private String credentialsId = "";
    private Integer timeoutSeconds;

    /**
     * @param name the function's name
     * @param url what takes a POST of JSON
     */
    @DataBoundConstructor
    public MappedFunction(String name, String url) {
        super(name);
        this.url = trimmed(url);
    }

    public String getUrl() {
        return Util.fixNull(url);
    }

    public String getCredentialsId() {
        return Util.fixNull(credentialsId);
    }

    @DataBoundSetter
    public void setCredentialsId(String id) {
        credentialsId = trimmed(id);
    }

    /** How long an answer may take, 1 to 900 seconds; null for 60. */
    public Integer getTimeoutSeconds() {
        return timeoutSeconds;
    }

    @DataBoundSetter
    public void setTimeoutSeconds(Integer seconds) {
        timeoutSeconds = seconds;
    }

    NameMappings.FunctionMapping function() {
        return new NameMappings.FunctionMapping(
                getUrl(),
                optional(credentialsId),
                Duration.ofSeconds(timeoutSeconds == null ? STANDARD_SECONDS : timeoutSeconds));
    }

    @Override
    Stream<Optional<String>> problems() {
        return Stream.of(Wrong.httpUrl(url), Wrong.number(timeoutSeconds, 1, MOST_SECONDS));
    }

    @Extension(ordinal = 50)
    @Symbol("function")
    public static final class DescriptorImpl extends OfKind {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.MappedFunction_displayName();
        }

        /** The controller itself sends a request there, and what it is answered is shown. */
        @Override
        public boolean isForFolders() {
            return false;
        }

        @POST
        public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter("value") String value) {
            return said(item, Wrong.name(value));
        }

        @POST
        public FormValidation doCheckUrl(@AncestorInPath Item item, @QueryParameter("value") String value) {
            return said(item, Wrong.httpUrl(value));
        }

        @POST
        public FormValidation doCheckTimeoutSeconds(@AncestorInPath Item item, @QueryParameter("value") Integer value) {
            return said(item, Wrong.number(value, 1, MOST_SECONDS));
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @AncestorInPath Item item,
                @QueryParameter("credentialsId") String current,
                @QueryParameter("url") String url) {
            return CredentialChoices.of(item, current, url);
        }

        @POST
        public FormValidation doCheckCredentialsId(
                @AncestorInPath Item item, @QueryParameter("value") String value, @QueryParameter("url") String url) {
            return CredentialChoices.check(item, value, url);
        }
    }
}
