package io.jenkins.plugins.releasepipeline.jenkins;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.AutoCompletionCandidates;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.interceptor.RequirePOST;

/**
 * The Pipeline step {@code releasePipeline}: starts an execution of a release pipeline, and waits for its end unless told
 * otherwise. It holds no executor and no thread, and goes on after a restart.
 *
 * <p>It returns a map: {@code number}, {@code url}, {@code executionId}, {@code status} (as CodePipeline has them),
 * {@code revisions} (source action to revision) and {@code variables} (of the pipeline, by name).
 */
public final class ReleasePipelineStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String name;
    private LinkedHashMap<String, String> variables = new LinkedHashMap<>();
    private LinkedHashMap<String, String> sourceRevisions = new LinkedHashMap<>();
    private boolean wait = true;
    private boolean propagate = true;
    private boolean stopOnAbort = true;

    /** @param name the job, relative to the folder of the build or from the top with a leading slash */
    @DataBoundConstructor
    public ReleasePipelineStep(String name) {
        this.name = name;
    }

    public String getName() {
        return name;
    }

    /** Values of pipeline-level variables. */
    public Map<String, String> getVariables() {
        return variables;
    }

    @DataBoundSetter
    public void setVariables(Map<String, String> variables) {
        this.variables = texts(variables);
    }

    /** Source action to the revision that it must deliver: a commit, or the version of an object. */
    public Map<String, String> getSourceRevisions() {
        return sourceRevisions;
    }

    @DataBoundSetter
    public void setSourceRevisions(Map<String, String> sourceRevisions) {
        this.sourceRevisions = texts(sourceRevisions);
    }

    /** Whether the step ends when the execution ends; otherwise when it was taken or refused. */
    public boolean isWait() {
        return wait;
    }

    @DataBoundSetter
    public void setWait(boolean wait) {
        this.wait = wait;
    }

    /** Whether the step fails when the execution does not succeed. Without effect when it does not wait. */
    public boolean isPropagate() {
        return propagate;
    }

    @DataBoundSetter
    public void setPropagate(boolean propagate) {
        this.propagate = propagate;
    }

    /** Whether an abort of the build stops the execution; otherwise it is left to go on. */
    public boolean isStopOnAbort() {
        return stopOnAbort;
    }

    @DataBoundSetter
    public void setStopOnAbort(boolean stopOnAbort) {
        this.stopOnAbort = stopOnAbort;
    }

    /** Values of a script may be any objects; a variable is text. */
    private static LinkedHashMap<String, String> texts(Map<?, ?> values) {
        LinkedHashMap<String, String> texts = new LinkedHashMap<>();
        if (values != null) {
            values.forEach((key, value) -> texts.put(String.valueOf(key), value == null ? "" : value.toString()));
        }
        return texts;
    }

    /** @throws AbortException when a value is missing that only a script can have lost */
    void check() throws AbortException {
        if (Util.fixEmptyAndTrim(name) == null) {
            throw new AbortException(
                    "releasePipeline needs the name of a release pipeline: releasePipeline name: '...'");
        }
        for (Map.Entry<String, String> each : sourceRevisions.entrySet()) {
            if (each.getValue().isBlank()) {
                throw new AbortException("sourceRevisions has no revision for '" + each.getKey()
                        + "'. In a scripted Pipeline GIT_COMMIT is no environment variable: take what 'checkout scm'"
                        + " returns.");
            }
        }
        for (Map.Entry<String, String> each : variables.entrySet()) {
            if (each.getValue().isEmpty()) {
                throw new AbortException("variables has no value for '" + each.getKey()
                        + "'. Leave it out, and the pipeline's default counts.");
            }
        }
    }

    @Override
    public StepExecution start(StepContext context) {
        return new ReleasePipelineStepExecution(this, context);
    }

    @Extension(optional = true)
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "releasePipeline";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ReleasePipelineStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @Override
        public Step newInstance(StaplerRequest2 request, @NonNull JSONObject form) throws FormException {
            String variables = String.valueOf(form.opt("variables") == null ? "" : form.get("variables"));
            String revisions = String.valueOf(form.opt("sourceRevisions") == null ? "" : form.get("sourceRevisions"));
            form.remove("variables");
            form.remove("sourceRevisions");
            ReleasePipelineStep step = (ReleasePipelineStep) super.newInstance(request, form);
            step.setVariables(parse(variables));
            step.setSourceRevisions(parse(revisions));
            return step;
        }

        /** For the form: one {@code NAME=value} a line. */
        public String lines(Map<String, String> values) {
            return values == null
                    ? ""
                    : values.entrySet().stream()
                            .map(each -> each.getKey() + "=" + each.getValue())
                            .collect(Collectors.joining("\n"));
        }

        /** @throws IllegalArgumentException with what the Snippet Generator shows */
        private static Map<String, String> parse(String lines) {
            Map<String, String> values = new LinkedHashMap<>();
            for (String line : lines.lines().filter(each -> !each.isBlank()).toList()) {
                int sign = line.indexOf('=');
                if (sign < 1) {
                    throw new IllegalArgumentException(Messages.ReleasePipelineStep_noAssignment(line));
                }
                values.put(line.substring(0, sign).strip(), line.substring(sign + 1));
            }
            return values;
        }

        @RequirePOST
        public FormValidation doCheckVariables(@AncestorInPath Item context, @QueryParameter("value") String value) {
            return checkLines(context, value);
        }

        @RequirePOST
        public FormValidation doCheckSourceRevisions(
                @AncestorInPath Item context, @QueryParameter("value") String value) {
            return checkLines(context, value);
        }

        private static FormValidation checkLines(Item context, String value) {
            checkMayWriteSteps(context);
            try {
                parse(Util.fixNull(value));
                return FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
        }

        /** Whoever may open the Snippet Generator of a job. */
        private static void checkMayWriteSteps(Item context) {
            if (context == null) {
                Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            } else {
                context.checkPermission(Item.EXTENDED_READ);
            }
        }

        @RequirePOST
        public FormValidation doCheckName(@AncestorInPath Item context, @QueryParameter("value") String value) {
            checkMayWriteSteps(context);
            if (Util.fixEmptyAndTrim(value) == null) {
                return FormValidation.error(Messages.ReleasePipelineStep_nameNeeded());
            }
            Item found = Jenkins.get().getItem(value, context, Item.class);
            if (found instanceof ReleasePipelineJob) {
                return FormValidation.ok();
            }
            return found == null
                    ? FormValidation.warning(Messages.ReleasePipelineStep_noSuchJob(value))
                    : FormValidation.error(Messages.ReleasePipelineStep_otherJob(value));
        }

        public AutoCompletionCandidates doAutoCompleteName(
                @AncestorInPath ItemGroup<?> group, @QueryParameter("value") String value) {
            return AutoCompletionCandidates.ofJobNames(ReleasePipelineJob.class, value, group);
        }
    }
}
