package io.jenkins.plugins.releasepipeline.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an HTTP request is answered with.
 *
 * @param headers beyond those that every answer has
 */
record Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
    private static final String JSON = "application/json";

    static Answer ok(JsonNode body) {
        return json(200, body);
    }

    static Answer json(int status, JsonNode body) {
        return new Answer(status, JSON, body.toString().getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Answer error(int status, String code, String message) {
        return json(
                status, JsonNodeFactory.instance.objectNode().put("code", code).put("message", message));
    }

    static Answer of(String contentType, byte[] body) {
        return new Answer(200, contentType, body, Map.of());
    }

    /** Bytes whose content is named by {@code etag}; they need not be sent to one who has them. */
    static Answer tagged(String contentType, byte[] body, String etag) {
        return of(contentType, body).with("ETag", etag).with("Cache-Control", "no-cache");
    }

    static Answer notModified(String etag) {
        return new Answer(304, "", new byte[0], Map.of("ETag", etag, "Cache-Control", "no-cache"));
    }

    static Answer redirect(String location) {
        return new Answer(303, "", new byte[0], Map.of("Location", location));
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, body, more);
    }
}
