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

/** Where a repository is; with a connection's name, where all repositories of the connection are. */
public final class MappedRepository extends MappedName {
    private final String url;
    private String credentialsId = "";

    /**
     * @param name a repository's name, its owner and name, or a connection's ARN
     * @param url what git takes; {@code {repository}} in it is the name that the definition gives the repository
     */
    @DataBoundConstructor
    public MappedRepository(String name, String url) {
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

    NameMappings.Repository repository(String asked) {
        return new NameMappings.Repository(getUrl().replace("{repository}", asked), optional(credentialsId));
    }

    @Override
    Stream<Optional<String>> problems() {
        return Stream.of(Wrong.gitUrl(url));
    }

    @Extension(ordinal = 90)
    @Symbol("repository")
    public static final class DescriptorImpl extends OfKind {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.MappedRepository_displayName();
        }

        @POST
        public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter("value") String value) {
            return said(item, Wrong.name(value));
        }

        @POST
        public FormValidation doCheckUrl(@AncestorInPath Item item, @QueryParameter("value") String value) {
            return said(item, Wrong.gitUrl(value));
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
