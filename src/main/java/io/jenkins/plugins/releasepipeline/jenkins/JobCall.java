package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ParameterDefinition;
import hudson.model.ParameterValue;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.PasswordParameterDefinition;
import hudson.model.SimpleParameterDefinition;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn.ParameterizedJob;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;

/**
 * A job that an action has run, and what it is given.
 *
 * @param parameters a value for each parameter that the job declares
 */
record JobCall(Job<?, ?> job, List<ParameterValue> parameters) {

    JobCall {
        parameters = List.copyOf(parameters);
    }

    /**
     * Finds the job, which whoever the release pipeline runs as must be allowed to see and to build.
     *
     * @param run of the release pipeline
     * @param name the job's full name
     * @param given values by the names of parameters
     * @param strict whether a value that no parameter takes is wrong
     * @throws ActionFailure when the job is not to be run like this; the message is for a person
     */
    static JobCall of(ReleasePipelineRun run, String name, Map<String, String> given, boolean strict) {
        Authentication as = RunAuthentication.of(run);
        try (ACLContext asRun = ACL.as2(as)) {
            return of(run.getParent(), as, name, given, strict);
        }
    }

    private static JobCall of(
            ReleasePipelineJob caller, Authentication as, String name, Map<String, String> given, boolean strict) {
        Job<?, ?> job = visible(caller, name);
        if (job == null) {
            throw wrong("There is no job '" + name + "' that '" + as.getName() + "', as whom "
                    + caller.getFullDisplayName() + " runs, may see");
        }
        if (!job.getACL().hasPermission2(as, Item.BUILD)) {
            throw new ActionFailure(
                    FailureType.PermissionError,
                    "'" + as.getName() + "', as whom " + caller.getFullDisplayName() + " runs, may not build "
                            + job.getFullDisplayName());
        }
        if (job.equals(caller)) {
            throw wrong(job.getFullDisplayName() + " cannot be an action of its own");
        }
        if (!(job instanceof ParameterizedJob<?, ?>)) {
            throw wrong(job.getFullDisplayName() + " is a job that cannot be started by another");
        }
        if (!job.isBuildable()) {
            throw new ActionFailure(FailureType.JobFailed, job.getFullDisplayName() + " is disabled");
        }
        return new JobCall(job, values(job, given, strict));
    }

    /** A job that may be known of and not be seen is as one that is not there. */
    private static Job<?, ?> visible(ReleasePipelineJob caller, String name) {
        try {
            return Jenkins.get().getItem(name, caller, Job.class);
        } catch (AccessDeniedException e) {
            return null;
        }
    }

    private static List<ParameterValue> values(Job<?, ?> job, Map<String, String> given, boolean strict) {
        ParametersDefinitionProperty property = job.getProperty(ParametersDefinitionProperty.class);
        List<ParameterDefinition> declared = property == null ? List.of() : property.getParameterDefinitions();
        TreeSet<String> unknown = new TreeSet<>(given.keySet());
        List<ParameterValue> values = new ArrayList<>();
        for (ParameterDefinition parameter : declared) {
            unknown.remove(parameter.getName());
            String text = given.get(parameter.getName());
            ParameterValue value = text == null ? parameter.getDefaultParameterValue() : value(job, parameter, text);
            if (value != null) {
                values.add(value);
            }
        }
        if (strict && !unknown.isEmpty()) {
            throw wrong(job.getFullDisplayName() + " has no parameter '" + unknown.first() + "'; it has "
                    + (declared.isEmpty()
                            ? "none"
                            : String.join(
                                    ", ",
                                    declared.stream()
                                            .map(ParameterDefinition::getName)
                                            .toList())));
        }
        return values;
    }

    private static ParameterValue value(Job<?, ?> job, ParameterDefinition parameter, String text) {
        String which = "the parameter '" + parameter.getName() + "' of " + job.getFullDisplayName();
        if (parameter instanceof PasswordParameterDefinition) {
            throw wrong(which
                    + " is a secret, which no definition may hold: leave it out, and the job's own default counts");
        }
        if (!(parameter instanceof SimpleParameterDefinition simple)) {
            throw wrong(which + " cannot be given as text");
        }
        ParameterValue value;
        try {
            value = simple.createValue(text);
        } catch (IllegalArgumentException e) {
            throw wrong(which + " does not take '" + text + "': " + e.getMessage());
        }
        if (value == null || !simple.isValid(value)) {
            throw wrong(which + " does not take '" + text + "'");
        }
        return value;
    }

    private static ActionFailure wrong(String message) {
        return new ActionFailure(FailureType.ConfigurationError, message);
    }
}
