package io.jenkins.plugins.releasepipeline.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an HTTP request is answered with.
 *
 * @param source opens what is sent after the body; closed by whoever sends it
 * @param headers beyond those that every answer has
 */
record Answer(int status, String contentType, byte[] body, Optional<Source> source, Map<String, String> headers) {
    private static final String JSON = "application/json";

    static Answer ok(JsonNode body) {
        return json(200, body);
    }

    static Answer json(int status, JsonNode body) {
        return new Answer(status, JSON, body.toString().getBytes(StandardCharsets.UTF_8), Optional.empty(), Map.of());
    }

    static Answer error(int status, String code, String message) {
        return json(
                status, JsonNodeFactory.instance.objectNode().put("code", code).put("message", message));
    }

    static Answer of(String contentType, byte[] body) {
        return new Answer(200, contentType, body, Optional.empty(), Map.of());
    }

    /** Bytes whose content is named by {@code etag}; they need not be sent to one who has them. */
    static Answer tagged(String contentType, byte[] body, String etag) {
        return of(contentType, body).with("ETag", etag).with("Cache-Control", "no-cache");
    }

    static Answer notModified(String etag) {
        return new Answer(304, "", new byte[0], Optional.empty(), Map.of("ETag", etag, "Cache-Control", "no-cache"));
    }

    /** Something long, as a file for whoever asks. */
    static Answer download(String contentType, String fileName, Source source) {
        String safe = fileName.replaceAll("[^A-Za-z0-9._-]", "_");
        return new Answer(200, contentType, new byte[0], Optional.of(source), Map.of())
                .with("Content-Disposition", "attachment; filename=\"" + safe + "\"");
    }

    /** Something long, to be read in the browser. */
    static Answer text(Source source) {
        return new Answer(200, "text/plain; charset=utf-8", new byte[0], Optional.of(source), Map.of());
    }

    /** Where the bytes come from. */
    interface Source {
        InputStream open() throws IOException;
    }

    static Answer redirect(String location) {
        return new Answer(303, "", new byte[0], Optional.empty(), Map.of("Location", location));
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, body, source, more);
    }
}
