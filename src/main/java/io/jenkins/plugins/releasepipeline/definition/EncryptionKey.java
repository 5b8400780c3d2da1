package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * The key of an artifact store.
 *
 * @param id the key
 * @param type {@code KMS}
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record EncryptionKey(String id, String type, Map<String, JsonNode> unknown) implements DefinitionPart {
    public EncryptionKey {
        unknown = Ordered.copyOf(unknown);
    }
}
