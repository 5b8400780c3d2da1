package io.jenkins.plugins.releasepipeline.jenkins.names;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AutoCompletionCandidates;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.util.FormValidation;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The job that stands for a provider that is not built in, or for one project of it. */
public final class MappedProviderJob extends MappedName {
    private final String job;

    /**
     * @param name the provider's name, or {@code PROVIDER/PROJECT}
     * @param job the job's full name
     */
    @DataBoundConstructor
    public MappedProviderJob(String name, String job) {
        super(name);
        this.job = trimmed(job);
    }

    public String getJob() {
        return Util.fixNull(job);
    }

    @Override
    Stream<Optional<String>> problems() {
        return Stream.of(Wrong.needed(job));
    }

    @Extension(ordinal = 60)
    @Symbol("providerJob")
    public static final class DescriptorImpl extends OfKind {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.MappedProviderJob_displayName();
        }

        @POST
        public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter("value") String value) {
            return said(item, Wrong.name(value));
        }

        /** A job that the reader may not see is as one that is not there. */
        @POST
        public FormValidation doCheckJob(@AncestorInPath Item item, @QueryParameter("value") String value) {
            Optional<String> missing = Wrong.needed(value);
            if (missing.isPresent() || !mayConfigure(item)) {
                return said(item, missing);
            }
            return Jenkins.get().getItemByFullName(trimmed(value), Job.class) == null
                    ? FormValidation.warning(Messages.MappedProviderJob_none(trimmed(value)))
                    : FormValidation.ok();
        }

        public AutoCompletionCandidates doAutoCompleteJob(
                @AncestorInPath ItemGroup<?> container, @QueryParameter("value") String value) {
            return AutoCompletionCandidates.ofJobNames(Job.class, value, container);
        }
    }
}
