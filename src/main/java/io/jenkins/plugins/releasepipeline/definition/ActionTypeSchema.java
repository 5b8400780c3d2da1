package io.jenkins.plugins.releasepipeline.definition;

import java.util.List;

/**
 * What an action type takes and gives: the property list an editor shows and the validator checks (reference §1.2).
 *
 * @param type the action type
 * @param properties the configuration it knows, in the order a form shows them
 * @param additionalProperties whether configuration keys beyond {@code properties} are passed on rather than reported
 * @param inputs how many input artifacts it takes
 * @param outputs how many output artifacts it gives
 */
public record ActionTypeSchema(
        ActionTypeId type,
        List<ConfigurationProperty> properties,
        boolean additionalProperties,
        ArtifactCount inputs,
        ArtifactCount outputs) {

    public ActionTypeSchema {
        properties = List.copyOf(properties);
    }

    /**
     * @param name the configuration key
     * @param required whether an action without it is wrong
     * @param secret whether its value is never shown
     * @param type {@code String}, {@code Number} or {@code Boolean}
     * @param description one sentence for a form
     * @param values the only values it may have; empty when any will do
     */
    public record ConfigurationProperty(
            String name, boolean required, boolean secret, String type, String description, List<String> values) {

        public ConfigurationProperty {
            values = List.copyOf(values);
        }
    }

    /** How many artifacts, both ends included. */
    public record ArtifactCount(int minimum, int maximum) {}
}
