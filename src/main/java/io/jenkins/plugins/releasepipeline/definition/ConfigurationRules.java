package io.jenkins.plugins.releasepipeline.definition;

import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema.ConfigurationProperty;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The rules of reference §1.1, §1.2 and §1.4 for a configuration, of an action or a rule. */
final class ConfigurationRules {
    private static final Form KEY = Form.length(1, 50);

    private final Findings findings;
    private final Flow flow;
    private final Flow.Moment moment;
    private final Form value;

    ConfigurationRules(Findings findings, Flow flow, Flow.Moment moment, int longestValue) {
        this.findings = findings;
        this.flow = flow;
        this.moment = moment;
        this.value = Form.length(0, longestValue);
    }

    /**
     * @param object what has the configuration
     * @param isSource whether references are not allowed in it
     * @param schema what is known of its provider
     */
    void check(Map<String, String> configuration, Pointer object, boolean isSource, Optional<ActionTypeSchema> schema) {
        Pointer at = object.child("configuration");
        configuration.forEach((name, text) -> {
            KEY.check(findings, at.child(name), "The key of a configuration value", name);
            value.check(findings, at.child(name), Spelling.quote(name), text);
            if (text.isEmpty()) {
                findings.warning(
                        at.child(name),
                        "too-short",
                        Spelling.quote(name) + " is empty, which AWS refuses; leave it out, or give it a value");
            }
            if (SecretProperties.hasPassword(text)) {
                findings.warning(
                        at.child(name),
                        "password",
                        Spelling.quote(name)
                                + " has a password in an address, which is kept wherever the definition is;"
                                + " map the address to credentials, and leave the password out");
            }
            if (isSource) {
                noReferences(at.child(name), text);
            } else {
                flow.references(text, at.child(name), moment);
            }
        });
        schema.ifPresent(known -> properties(configuration, object, known));
    }

    private void noReferences(Pointer at, String text) {
        if (!VariableReferences.in(text).isEmpty()) {
            findings.error(
                    at,
                    "reference-in-source",
                    VariableReferences.in(text).get(0).text()
                            + " has no value yet in a source action; write the value itself");
        }
    }

    private void properties(Map<String, String> configuration, Pointer object, ActionTypeSchema schema) {
        Pointer at = object.child("configuration");
        String provider = schema.type().provider();
        for (ConfigurationProperty property : schema.properties()) {
            String text = configuration.get(property.name());
            if (text != null) {
                value(property, text, at.child(property.name()));
            } else if (property.required()) {
                Pointer shown = configuration.isEmpty() ? object : at;
                String message = provider + " needs '" + property.name() + "' in its configuration: "
                        + property.description().toLowerCase(Locale.ROOT).charAt(0)
                        + property.description().substring(1);
                findings.missing(shown, configuration.isEmpty() ? "configuration" : property.name(), message);
            }
        }
        if (schema.additionalProperties()) {
            return;
        }
        List<String> known =
                schema.properties().stream().map(ConfigurationProperty::name).toList();
        for (String name : configuration.keySet()) {
            if (!known.contains(name) && !Placeholders.in(name)) {
                findings.warning(
                        at.child(name),
                        "unknown-property",
                        provider + " knows no " + Spelling.quote(name) + ", which has no effect"
                                + findings.suggestion(name, known));
            }
        }
    }

    private void value(ConfigurationProperty property, String text, Pointer at) {
        if (Placeholders.in(text)
                || text.isEmpty()
                || !VariableReferences.in(text).isEmpty()) {
            return;
        }
        boolean flag = property.type().equals("Boolean");
        String compared = flag ? text.toLowerCase(Locale.ROOT) : text;
        if (!property.values().isEmpty() && !property.values().contains(compared)) {
            findings.error(
                    at,
                    "unknown-value",
                    "'" + property.name() + "' is " + Spelling.quote(text) + "; it must be "
                            + Spelling.oneOf(property.values()));
        } else if (property.type().equals("Number") && !text.matches("[0-9]{1,9}")) {
            findings.error(
                    at,
                    "wrong-type",
                    "'" + property.name() + "' is " + Spelling.quote(text) + "; it must be a whole number");
        }
    }
}
