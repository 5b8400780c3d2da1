package io.jenkins.plugins.releasepipeline.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jenkins.plugins.releasepipeline.trigger.Polling;
import io.jenkins.plugins.releasepipeline.trigger.Webhooks;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * {@code POST /webhook/NAME}, where deliveries arrive, and {@code GET /api/webhooks/NAME/deliveries}, what became of them;
 * {@code GET /api/polls}, what is looked at regularly.
 * A sender is authenticated by its delivery, and by nothing else; few bodies are read at a time.
 */
final class WebhookApi {
    private static final String HOOK = "/webhook/";
    private static final String LIST = "/api/webhooks/";
    private static final String POLLS = "/api/polls";
    private static final String DELIVERIES = "/deliveries";
    private static final int AT_ONCE = 6;

    private final Webhooks webhooks;
    private final Polling polling;
    private final Semaphore reading = new Semaphore(AT_ONCE);

    WebhookApi(LocalTriggers triggers) {
        this.webhooks = triggers.webhooks();
        this.polling = triggers.polling();
    }

    boolean isFor(String path) {
        return path.startsWith(HOOK) || path.startsWith(LIST) && path.endsWith(DELIVERIES) || path.equals(POLLS);
    }

    Answer answer(Request request, String path) throws IOException {
        if (path.equals(POLLS)) {
            return request.getMethod().equals("GET")
                    ? Answer.ok(polling.polls())
                    : Answer.error(405, "MethodNotAllowed", "This can be read only.");
        }
        if (path.startsWith(LIST)) {
            return request.getMethod().equals("GET")
                    ? list(path.substring(LIST.length(), path.length() - DELIVERIES.length()))
                    : Answer.error(405, "MethodNotAllowed", "This can be read only.");
        }
        if (!request.getMethod().equals("POST")) {
            return Answer.error(405, "MethodNotAllowed", "A delivery is a POST.");
        }
        if (request.getLength() > Webhooks.MAX_BODY_BYTES) {
            return tooLarge();
        }
        if (!reading.tryAcquire()) {
            return Answer.error(503, "ServiceUnavailable", "Too many deliveries at once; send it again.")
                    .with("Retry-After", "1");
        }
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] body = in.readNBytes(Webhooks.MAX_BODY_BYTES + 1);
            if (body.length > Webhooks.MAX_BODY_BYTES) {
                return tooLarge();
            }
            Map<String, String> headers = new HashMap<>();
            for (HttpField field : request.getHeaders()) {
                headers.putIfAbsent(field.getName(), field.getValue());
            }
            return switch (webhooks.receive(path.substring(HOOK.length()), headers, body)) {
                case ACCEPTED -> said(202, "accepted");
                case REPEATED -> said(200, "had it before");
                case REFUSED -> Answer.error(401, "Unauthorized", "The delivery is not authenticated.");
                case UNREADABLE -> Answer.error(400, "ValidationException", "The body is not a JSON object.");
            };
        } finally {
            reading.release();
        }
    }

    private static Answer said(int status, String what) {
        return Answer.json(status, JsonNodeFactory.instance.objectNode().put("status", what));
    }

    private static Answer tooLarge() {
        return Answer.error(413, "ContentTooLarge", "A delivery has at most 25 MB.");
    }

    private Answer list(String name) {
        Optional<JsonNode> list = webhooks.deliveries(name);
        return list.map(Answer::ok).orElseGet(() -> Answer.error(404, "NotFound", "There is no webhook of that name."));
    }
}
