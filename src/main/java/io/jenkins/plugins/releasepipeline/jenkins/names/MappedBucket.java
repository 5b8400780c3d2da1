package io.jenkins.plugins.releasepipeline.jenkins.names;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import java.util.Optional;
import java.util.stream.Stream;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The directory of the controller that a bucket is. For administrators alone: whoever names a directory of the controller
 * can read and write all that is there.
 */
public final class MappedBucket extends MappedName {
    private final String directory;

    /**
     * @param name the bucket's name
     * @param directory an absolute path on the controller
     */
    @DataBoundConstructor
    public MappedBucket(String name, String directory) {
        super(name);
        this.directory = trimmed(directory);
    }

    public String getDirectory() {
        return Util.fixNull(directory);
    }

    @Override
    Stream<Optional<String>> problems() {
        return Stream.of(Wrong.directory(directory));
    }

    @Extension(ordinal = 20)
    @Symbol("bucket")
    public static final class DescriptorImpl extends OfKind {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.MappedBucket_displayName();
        }

        @Override
        public boolean isForFolders() {
            return false;
        }

        @POST
        public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter("value") String value) {
            return said(item, Wrong.name(value));
        }

        @POST
        public FormValidation doCheckDirectory(@AncestorInPath Item item, @QueryParameter("value") String value) {
            return said(item, Wrong.directory(value));
        }
    }
}
