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

/** Where the images of a repository of a registry are. */
public final class MappedImage extends MappedName {
    private final String url;
    private String credentialsId = "";

    /**
     * @param name the image repository's name
     * @param url registry and repository, as {@code https://registry.example.org/team/image}
     */
    @DataBoundConstructor
    public MappedImage(String name, String url) {
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

    NameMappings.ImageRepository image() {
        return new NameMappings.ImageRepository(getUrl(), optional(credentialsId));
    }

    @Override
    Stream<Optional<String>> problems() {
        return Stream.of(Wrong.httpUrl(url));
    }

    @Extension(ordinal = 30)
    @Symbol("imageRepository")
    public static final class DescriptorImpl extends OfKind {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.MappedImage_displayName();
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
