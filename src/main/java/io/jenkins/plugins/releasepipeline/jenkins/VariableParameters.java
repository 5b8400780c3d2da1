package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.ParameterDefinition;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import io.jenkins.plugins.releasepipeline.definition.VariableDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;

/** The variables of a pipeline as parameters of its job, after those that the job has by itself. Never saved. */
public final class VariableParameters extends ParametersDefinitionProperty {
    private VariableParameters(ReleasePipelineJob job, List<ParameterDefinition> parameters) {
        super(parameters);
        setOwner(job);
    }

    /** @return null when there is no parameter at all */
    static ParametersDefinitionProperty of(
            ReleasePipelineJob job, ParametersDefinitionProperty own, List<VariableDeclaration> variables) {
        if (variables.isEmpty()) {
            return own;
        }
        List<ParameterDefinition> parameters = new ArrayList<>();
        if (own != null) {
            parameters.addAll(own.getParameterDefinitions());
        }
        List<String> known =
                parameters.stream().map(ParameterDefinition::getName).toList();
        for (VariableDeclaration variable : variables) {
            if (!known.contains(variable.name())) {
                String initial = variable.defaultValue() == null ? "" : variable.defaultValue();
                String description = variable.description() == null ? "" : variable.description();
                parameters.add(new StringParameterDefinition(variable.name(), initial, description));
            }
        }
        return new VariableParameters(job, parameters);
    }

    /** A value for each parameter of the job: what is given for it, or its default. Empty when there is none. */
    static List<ParametersAction> values(ReleasePipelineJob job, Map<String, String> given) {
        ParametersDefinitionProperty property = job.getProperty(ParametersDefinitionProperty.class);
        if (property == null) {
            return List.of();
        }
        List<ParameterValue> values = new ArrayList<>();
        for (ParameterDefinition parameter : property.getParameterDefinitions()) {
            String text = given.get(parameter.getName());
            ParameterValue value = text == null
                    ? parameter.getDefaultParameterValue()
                    : new StringParameterValue(parameter.getName(), text);
            if (value != null) {
                values.add(value);
            }
        }
        return values.isEmpty() ? List.of() : List.of(new ParametersAction(values));
    }

    @Override
    public ParametersDefinitionProperty.DescriptorImpl getDescriptor() {
        return Jenkins.get().getDescriptorByType(ParametersDefinitionProperty.DescriptorImpl.class);
    }
}
