package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.Map;

/**
 * A part of a definition. Any {@code ObjectMapper} reads and writes one, and what it writes it reads back as an equal
 * part: fields in the order of {@code get-pipeline}, nothing written for what is absent. For text that people wrote there
 * is {@link DefinitionReader}, which says what is wrong and where.
 */
@JsonSerialize(using = DefinitionJson.Serializer.class)
@JsonDeserialize(using = DefinitionJson.Deserializer.class)
public interface DefinitionPart {
    /**
     * The fields that this version does not know, kept as they were read, and the known ones that were there and said
     * nothing: an empty list or object, or null.
     */
    Map<String, JsonNode> unknown();
}
