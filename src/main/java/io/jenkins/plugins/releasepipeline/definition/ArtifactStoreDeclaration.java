package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Where CodePipeline would keep artifacts; kept, and without meaning here (reference §1.3).
 *
 * @param type {@code S3}
 * @param location the bucket
 * @param encryptionKey null when absent
 * @param unknown the fields that this version does not know, kept as they were read
 */
public record ArtifactStoreDeclaration(
        String type, String location, EncryptionKey encryptionKey, Map<String, JsonNode> unknown)
        implements DefinitionPart {
    public ArtifactStoreDeclaration {
        unknown = Ordered.copyOf(unknown);
    }
}
