package io.jenkins.plugins.releasepipeline.jenkins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import hudson.security.Permission;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** An answer in JSON. It is for one reader: no cache keeps it without asking. */
record JsonAnswer(int status, byte[] body) {

    static JsonAnswer ok(JsonNode body) {
        return new JsonAnswer(200, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** @param code that of CodePipeline where it has one */
    static JsonAnswer error(int status, String code, String message) {
        JsonNode body = JsonNodeFactory.instance.objectNode().put("code", code).put("message", message);
        return new JsonAnswer(status, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    static JsonAnswer forbidden(Permission needed) {
        return error(
                403,
                "AccessDeniedException",
                Messages.JsonAnswer_forbidden(
                        Jenkins.getAuthentication2().getName(), needed.group.title + "/" + needed.name));
    }

    void send(StaplerResponse2 response) throws IOException {
        prepare(response);
        response.setStatus(status);
        response.getOutputStream().write(body);
    }

    /** Makes and sends the body unless the one who asks has it already. */
    static void send(StaplerRequest2 request, StaplerResponse2 response, String etag, Body body) throws IOException {
        response.setHeader("ETag", etag);
        response.setHeader("Cache-Control", "private, no-cache");
        if (has(request, etag)) {
            response.setStatus(304);
        } else {
            ok(body.json()).send(response);
        }
    }

    /** What is sent. */
    interface Body {
        JsonNode json() throws IOException;
    }

    /** Whether the one who asks has the content of that ETag. */
    static boolean has(StaplerRequest2 request, String etag) {
        String known = request.getHeader("If-None-Match");
        return known != null && Arrays.asList(known.split("\\s*,\\s*")).contains(etag);
    }

    static void prepare(StaplerResponse2 response) {
        if (!response.containsHeader("Cache-Control")) {
            response.setHeader("Cache-Control", "private, no-store");
        }
        response.setContentType("application/json;charset=UTF-8");
    }
}
