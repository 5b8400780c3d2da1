package io.jenkins.plugins.releasepipeline.view;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import io.jenkins.plugins.releasepipeline.definition.SecretProperties;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** An action's configuration as it may be shown. */
final class SecretConfiguration {
    private SecretConfiguration() {}

    static ObjectNode json(
            ActionTypeId type,
            Map<String, String> configuration,
            Function<ActionTypeId, Optional<ActionTypeSchema>> schemas) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        SecretProperties.shown(type, configuration, schemas).forEach(json::put);
        return json;
    }
}
