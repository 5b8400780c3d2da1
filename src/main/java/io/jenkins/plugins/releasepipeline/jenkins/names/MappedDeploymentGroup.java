package io.jenkins.plugins.releasepipeline.jenkins.names;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AutoCompletionCandidates;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.Node;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import io.jenkins.plugins.releasepipeline.action.NameMappings.DeploymentConfiguration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The machines of a deployment group of CodeDeploy: all agents with a label, or those that are listed. */
public final class MappedDeploymentGroup extends MappedName {
    private static final int MOST_TARGETS = 500;

    private String label = "";
    private String root = "";
    private List<MappedTarget> targets = new ArrayList<>();
    private DeploymentConfiguration configuration = DeploymentConfiguration.OneAtATime;
    private boolean allowRunAs;

    /** @param name application and group, as {@code shop/production} */
    @DataBoundConstructor
    public MappedDeploymentGroup(String name) {
        super(name);
    }

    /** Each agent that has it is a target; empty when the targets are listed. */
    public String getLabel() {
        return Util.fixNull(label);
    }

    @DataBoundSetter
    public void setLabel(String label) {
        this.label = trimmed(label);
    }

    /** The directory that stands for {@code /} on the agents with the label. */
    public String getRoot() {
        return Util.fixNull(root);
    }

    @DataBoundSetter
    public void setRoot(String root) {
        this.root = trimmed(root);
    }

    /** Targets one by one, in the order of deployment. */
    public List<MappedTarget> getTargets() {
        return targets == null ? List.of() : targets;
    }

    @DataBoundSetter
    public void setTargets(List<MappedTarget> targets) {
        this.targets = targets == null ? new ArrayList<>() : new ArrayList<>(targets);
    }

    /** How many targets may be taken out at once. */
    public DeploymentConfiguration getConfiguration() {
        return configuration == null ? DeploymentConfiguration.OneAtATime : configuration;
    }

    @DataBoundSetter
    public void setConfiguration(DeploymentConfiguration configuration) {
        this.configuration = configuration;
    }

    /** Whether hooks and permissions may name another user. */
    public boolean isAllowRunAs() {
        return allowRunAs;
    }

    @DataBoundSetter
    public void setAllowRunAs(boolean allow) {
        allowRunAs = allow;
    }

    /** With the agents that have the label now. */
    NameMappings.DeploymentGroup deploymentGroup() {
        List<NameMappings.DeploymentTarget> all = new ArrayList<>();
        getTargets().forEach(each -> all.add(each.target()));
        Label every = getLabel().isEmpty() ? null : Jenkins.get().getLabel(getLabel());
        if (every != null) {
            Set<String> names = new HashSet<>();
            every.getNodes().stream()
                    .sorted(Comparator.comparing(Node::getNodeName))
                    .forEach(node -> all.add(new NameMappings.DeploymentTarget(
                            unique(names, node), node.getSelfLabel().getExpression(), getRoot())));
        }
        return new NameMappings.DeploymentGroup(all, getConfiguration(), allowRunAs);
    }

    private static String unique(Set<String> names, Node node) {
        String name = node.getSelfLabel().getName().replaceAll("[^A-Za-z0-9._-]", "-");
        String free = name;
        for (int i = 2; !names.add(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    @Override
    Stream<Optional<String>> problems() {
        boolean byLabel = !getLabel().isEmpty();
        Optional<String> either = byLabel == getTargets().isEmpty()
                ? Optional.empty()
                : Optional.of(Messages.MappedDeploymentGroup_either());
        Optional<String> many = getTargets().size() > MOST_TARGETS
                ? Optional.of(Messages.MappedDeploymentGroup_many(MOST_TARGETS))
                : Optional.empty();
        Set<String> names = new HashSet<>();
        Stream<Optional<String>> ofTargets = getTargets().stream()
                .flatMap(target -> Stream.concat(
                        target.problems(),
                        Stream.of(
                                names.add(target.getName())
                                        ? Optional.empty()
                                        : Optional.of(Messages.MappedDeploymentGroup_targetTwice(target.getName())))));
        return Stream.concat(
                Stream.of(
                        groupName(getName()),
                        either,
                        many,
                        AgentLabels.wrong(label),
                        byLabel ? Wrong.directory(root) : Optional.empty()),
                ofTargets);
    }

    private static Optional<String> groupName(String value) {
        Optional<String> wrong = Wrong.name(value);
        return wrong.isPresent() || trimmed(value).matches("[^/]+/.+")
                ? wrong
                : Optional.of(Messages.MappedDeploymentGroup_name());
    }

    @Extension(ordinal = 70)
    @Symbol("deploymentGroup")
    public static final class DescriptorImpl extends OfKind {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.MappedDeploymentGroup_displayName();
        }

        @POST
        public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter("value") String value) {
            return said(item, groupName(value));
        }

        @POST
        public FormValidation doCheckLabel(@AncestorInPath Item item, @QueryParameter("value") String value) {
            return AgentLabels.check(item, value);
        }

        public AutoCompletionCandidates doAutoCompleteLabel(
                @AncestorInPath Item item, @QueryParameter("value") String value) {
            return AgentLabels.complete(item, value);
        }

        @POST
        public FormValidation doCheckRoot(
                @AncestorInPath Item item,
                @QueryParameter("value") String value,
                @QueryParameter("label") String label) {
            return said(item, trimmed(label).isEmpty() ? Optional.empty() : Wrong.directory(value));
        }

        @POST
        public ListBoxModel doFillConfigurationItems(@AncestorInPath Item item) {
            ListBoxModel choices = new ListBoxModel();
            choices.add(Messages.MappedDeploymentGroup_oneAtATime(), DeploymentConfiguration.OneAtATime.name());
            choices.add(Messages.MappedDeploymentGroup_halfAtATime(), DeploymentConfiguration.HalfAtATime.name());
            choices.add(Messages.MappedDeploymentGroup_allAtOnce(), DeploymentConfiguration.AllAtOnce.name());
            return choices;
        }
    }
}
