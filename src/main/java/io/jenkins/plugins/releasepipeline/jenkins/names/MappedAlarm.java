package io.jenkins.plugins.releasepipeline.jenkins.names;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import java.util.Optional;
import java.util.stream.Stream;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** How an alarm is looked up in whatever monitoring there is. */
public final class MappedAlarm extends MappedName {
    private final String url;
    private final String pointer;
    private final String expected;
    private String credentialsId = "";

    /**
     * @param name the alarm's name
     * @param url what answers a GET with JSON
     * @param pointer a JSON pointer to a value in the answer
     * @param expected the text of that value when there is no alarm
     */
    @DataBoundConstructor
    public MappedAlarm(String name, String url, String pointer, String expected) {
        super(name);
        this.url = trimmed(url);
        this.pointer = trimmed(pointer);
        this.expected = trimmed(expected);
    }

    public String getPointer() {
        return Util.fixNull(pointer);
    }

    public String getExpected() {
        return Util.fixNull(expected);
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

    NameMappings.AlarmMapping alarm() {
        return new NameMappings.AlarmMapping(getUrl(), getPointer(), getExpected(), optional(credentialsId));
    }

    @Override
    Stream<Optional<String>> problems() {
        return Stream.of(Wrong.httpUrl(url), Wrong.pointer(pointer), Wrong.needed(expected));
    }

    @Extension(ordinal = 40)
    @Symbol("alarm")
    public static final class DescriptorImpl extends OfKind {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.MappedAlarm_displayName();
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
        public FormValidation doCheckPointer(@AncestorInPath Item item, @QueryParameter("value") String value) {
            return said(item, Wrong.pointer(value));
        }

        @POST
        public FormValidation doCheckExpected(@AncestorInPath Item item, @QueryParameter("value") String value) {
            return said(item, Wrong.needed(value));
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
