package io.jenkins.plugins.releasepipeline.jenkins.names;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AutoCompletionCandidates;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Where and how a project of CodeBuild builds. */
public final class MappedBuildProject extends MappedName {
    private static final int MOST_MINUTES = 2_160;

    private String label = "";
    private String buildspec = "";
    private String environment = "";
    private Integer timeoutMinutes;

    /** @param name the project's name */
    @DataBoundConstructor
    public MappedBuildProject(String name) {
        super(name);
    }

    /** The agents it may run on; empty for any. */
    public String getLabel() {
        return Util.fixNull(label);
    }

    @DataBoundSetter
    public void setLabel(String label) {
        this.label = trimmed(label);
    }

    /** A path in the source, or the buildspec's own text; empty for {@code buildspec.yml}. */
    public String getBuildspec() {
        return Util.fixNull(buildspec);
    }

    @DataBoundSetter
    public void setBuildspec(String buildspec) {
        this.buildspec = Util.fixNull(buildspec).isBlank() ? "" : buildspec;
    }

    /** Lines of {@code NAME=value}. */
    public String getEnvironment() {
        return Util.fixNull(environment);
    }

    @DataBoundSetter
    public void setEnvironment(String environment) {
        this.environment = Util.fixNull(environment);
    }

    /** How long a build may take; null for the longest that there is. */
    public Integer getTimeoutMinutes() {
        return timeoutMinutes;
    }

    @DataBoundSetter
    public void setTimeoutMinutes(Integer minutes) {
        timeoutMinutes = minutes;
    }

    NameMappings.BuildProject buildProject() {
        Map<String, String> variables = new LinkedHashMap<>();
        getEnvironment().lines().forEach(line -> {
            int end = line.indexOf('=');
            if (end > 0) {
                variables.put(line.substring(0, end).strip(), line.substring(end + 1));
            }
        });
        return new NameMappings.BuildProject(
                getLabel(),
                optional(buildspec),
                variables,
                Optional.ofNullable(timeoutMinutes).map(Duration::ofMinutes),
                Optional.empty());
    }

    @Override
    Stream<Optional<String>> problems() {
        return Stream.of(
                AgentLabels.wrong(label),
                Wrong.environment(environment),
                Wrong.number(timeoutMinutes, 1, MOST_MINUTES));
    }

    @Extension(ordinal = 80)
    @Symbol("buildProject")
    public static final class DescriptorImpl extends OfKind {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.MappedBuildProject_displayName();
        }

        @POST
        public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter("value") String value) {
            return said(item, Wrong.name(value));
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
        public FormValidation doCheckEnvironment(@AncestorInPath Item item, @QueryParameter("value") String value) {
            return said(item, Wrong.environment(value));
        }

        @POST
        public FormValidation doCheckTimeoutMinutes(@AncestorInPath Item item, @QueryParameter("value") Integer value) {
            return said(item, Wrong.number(value, 1, MOST_MINUTES));
        }
    }
}
