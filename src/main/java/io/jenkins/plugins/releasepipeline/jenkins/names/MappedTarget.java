package io.jenkins.plugins.releasepipeline.jenkins.names;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AutoCompletionCandidates;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import java.util.Optional;
import java.util.stream.Stream;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** One machine of a deployment group. */
public final class MappedTarget implements Describable<MappedTarget> {
    private final String name;
    private final String root;
    private String label = "";

    /**
     * @param name unique in its group: letters, digits, {@code .}, {@code _} and {@code -}
     * @param root the directory that stands for {@code /} of the target
     */
    @DataBoundConstructor
    public MappedTarget(String name, String root) {
        this.name = MappedName.trimmed(name);
        this.root = MappedName.trimmed(root);
    }

    public String getName() {
        return Util.fixNull(name);
    }

    public String getRoot() {
        return Util.fixNull(root);
    }

    /** The agent's label; empty for any agent. */
    public String getLabel() {
        return Util.fixNull(label);
    }

    @DataBoundSetter
    public void setLabel(String label) {
        this.label = MappedName.trimmed(label);
    }

    NameMappings.DeploymentTarget target() {
        return new NameMappings.DeploymentTarget(getName(), getLabel(), getRoot());
    }

    Stream<Optional<String>> problems() {
        return Stream.of(Wrong.targetName(name), Wrong.directory(root), AgentLabels.wrong(label));
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<MappedTarget> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.MappedTarget_displayName();
        }

        @POST
        public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter("value") String value) {
            return MappedName.OfKind.said(item, Wrong.targetName(value));
        }

        @POST
        public FormValidation doCheckRoot(@AncestorInPath Item item, @QueryParameter("value") String value) {
            return MappedName.OfKind.said(item, Wrong.directory(value));
        }

        @POST
        public FormValidation doCheckLabel(@AncestorInPath Item item, @QueryParameter("value") String value) {
            return AgentLabels.check(item, value);
        }

        public AutoCompletionCandidates doAutoCompleteLabel(
                @AncestorInPath Item item, @QueryParameter("value") String value) {
            return AgentLabels.complete(item, value);
        }
    }
}
