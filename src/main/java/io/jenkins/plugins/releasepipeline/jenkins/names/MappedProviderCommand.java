package io.jenkins.plugins.releasepipeline.jenkins.names;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AutoCompletionCandidates;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The command line that stands for a provider that is not built in, or for one project of it. */
public final class MappedProviderCommand extends MappedName {
    private static final int MOST_MINUTES = 1_440;

    private final String command;
    private String label = "";
    private Integer timeoutMinutes;

    /**
     * @param name the provider's name, or {@code PROVIDER/PROJECT}
     * @param command the program, and its arguments, one a line; no shell reads it
     */
    @DataBoundConstructor
    public MappedProviderCommand(String name, String command) {
        super(name);
        this.command = Util.fixNull(command);
    }

    public String getCommand() {
        return Util.fixNull(command);
    }

    /** The agents it may run on; empty for any. */
    public String getLabel() {
        return Util.fixNull(label);
    }

    @DataBoundSetter
    public void setLabel(String label) {
        this.label = trimmed(label);
    }

    /** How long it may take; null for a day. */
    public Integer getTimeoutMinutes() {
        return timeoutMinutes;
    }

    @DataBoundSetter
    public void setTimeoutMinutes(Integer minutes) {
        timeoutMinutes = minutes;
    }

    NameMappings.CommandMapping commandMapping() {
        List<String> line = getCommand()
                .lines()
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
        return new NameMappings.CommandMapping(
                line, getLabel(), Optional.ofNullable(timeoutMinutes).map(Duration::ofMinutes));
    }

    @Override
    Stream<Optional<String>> problems() {
        return Stream.of(
                Wrong.needed(command), AgentLabels.wrong(label), Wrong.number(timeoutMinutes, 1, MOST_MINUTES));
    }

    @Extension(ordinal = 55)
    @Symbol("providerCommand")
    public static final class DescriptorImpl extends OfKind {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.MappedProviderCommand_displayName();
        }

        @POST
        public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter("value") String value) {
            return said(item, Wrong.name(value));
        }

        @POST
        public FormValidation doCheckCommand(@AncestorInPath Item item, @QueryParameter("value") String value) {
            return said(item, Wrong.needed(value));
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
        public FormValidation doCheckTimeoutMinutes(@AncestorInPath Item item, @QueryParameter("value") Integer value) {
            return said(item, Wrong.number(value, 1, MOST_MINUTES));
        }
    }
}
