package io.jenkins.plugins.releasepipeline.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jenkins.plugins.releasepipeline.trigger.Polling;
import io.jenkins.plugins.releasepipeline.trigger.Webhooks;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;

/**
 * {@code POST /webhook/NAME}, where deliveries arrive, and {@code GET /api/webhooks/NAME/deliveries}, what became of them;
 * {@code GET /api/polls}, what is looked at regularly.
 * A sender is authenticated by its delivery, and by nothing else.
 */
final class WebhookApi {
    private static final String HOOK = "/webhook/";
    private static final String LIST = "/api/webhooks/";
    private static final String POLLS = "/api/polls";
    private static final String DELIVERIES = "/deliveries";
    private static final Logger LOGGER = Logger.getLogger(WebhookApi.class.getName());

    private final Webhooks webhooks;
    private final Polling polling;
    private final Duration longest;
    private final AtomicLong underWay = new AtomicLong();

    /** @param longest how long a body may take to arrive */
    WebhookApi(LocalTriggers triggers, Duration longest) {
        this.longest = longest;
        this.webhooks = triggers.webhooks();
        this.polling = triggers.polling();
    }

    boolean isFor(String path) {
        return path.startsWith(HOOK) || path.startsWith(LIST) && path.endsWith(DELIVERIES) || path.equals(POLLS);
    }

    /** Whether it is a delivery: {@link #take} answers it, later. */
    boolean isDelivery(Request request, String path) {
        return path.startsWith(HOOK) && request.getMethod().equals("POST");
    }

    /** @param answered is told once, on another thread */
    void take(Request request, String path, Consumer<Answer> answered) {
        DeliveryBody.read(
                request,
                longest,
                underWay,
                body -> answered.accept(received(request, path.substring(HOOK.length()), body)),
                trouble -> answered.accept(
                        switch (trouble) {
                            case TOO_LARGE -> Answer.error(413, "ContentTooLarge", "A delivery has at most 25 MB.");
                            case TOO_SLOW -> Answer.error(408, "RequestTimeout", "The delivery took too long.");
                            case TOO_MUCH_AT_ONCE ->
                                Answer.error(503, "ServiceUnavailable", "Too much at once; send it again.")
                                        .with("Retry-After", "1");
                            case BROKEN_OFF -> Answer.error(400, "ValidationException", "The body is not whole.");
                        }));
    }

    private Answer received(Request request, String name, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.putIfAbsent(field.getName(), field.getValue());
        }
        try {
            return switch (webhooks.receive(name, headers, body, Request.getRemoteAddr(request))) {
                case ACCEPTED -> said(202, "accepted");
                case REPEATED -> said(200, "had it before");
                case REFUSED -> Answer.error(401, "Unauthorized", "The delivery is not authenticated.");
                case UNREADABLE -> Answer.error(400, "ValidationException", "The body is not a JSON object.");
            };
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "A delivery to " + name + " is not taken; its sender has to send it again", e);
            return Answer.error(503, "ServiceUnavailable", "It could not be taken; send it again.");
        }
    }

    Answer answer(Request request, String path) throws IOException {
        if (!request.getMethod().equals("GET")) {
            return Answer.error(405, "MethodNotAllowed", "This can be read only.");
        }
        if (path.startsWith(HOOK)) {
            return Answer.error(405, "MethodNotAllowed", "A delivery is a POST.");
        }
        return path.equals(POLLS)
                ? Answer.ok(polling.polls())
                : list(path.substring(LIST.length(), path.length() - DELIVERIES.length()));
    }

    private static Answer said(int status, String what) {
        return Answer.json(status, JsonNodeFactory.instance.objectNode().put("status", what));
    }

    private Answer list(String name) {
        Optional<JsonNode> list = webhooks.deliveries(name);
        return list.map(Answer::ok).orElseGet(() -> Answer.error(404, "NotFound", "There is no webhook of that name."));
    }
}
