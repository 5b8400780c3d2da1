package io.jenkins.plugins.releasepipeline.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import io.jenkins.plugins.releasepipeline.trigger.DeliveryInbox.Delivery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The endpoints of a host: authenticates deliveries, takes them in, and acts on them afterwards, those of a repository in
 * the order of their arrival. Thread-safe.
 */
public final class Webhooks implements AutoCloseable {
    /** The most that a body may have. */
    public static final int MAX_BODY_BYTES = 25 << 20;

    private static final Logger LOGGER = Logger.getLogger(Webhooks.class.getName());
    private static final int WORKERS = 4;
    private static final int MOST_ATTEMPTS = 10;
    private static final int MAX_WAIT_SECONDS = 300;
    private static final int REFUSALS_LISTED = 50;

    private final Map<String, WebhookEndpoint> endpoints;
    private final SecretResolver secrets;
    private final DeliveryInbox inbox;
    private final TriggerStarts starts;
    private final Clock clock;
    private final List<ScheduledExecutorService> workers = new ArrayList<>();
    private final Map<String, Deque<Refusal>> refusals = new HashMap<>();

    private record Refusal(Instant at, String why) {}

    /** What a sender is told: nothing that only an authenticated one may know. */
    public enum Received {
        /** On disk, and acted on from now on. */
        ACCEPTED,
        /** Taken in before, under the same id. */
        REPEATED,
        /** There is no such endpoint, or the sender does not know its secret. */
        REFUSED,
        /** Authenticated, and not a JSON object within the limits. */
        UNREADABLE
    }

    /** Takes up what waits in the inbox. Closing closes the inbox. */
    public Webhooks(
            List<WebhookEndpoint> endpoints,
            SecretResolver secrets,
            DeliveryInbox inbox,
            TriggerStarts starts,
            Clock clock) {
        Map<String, WebhookEndpoint> byName = new HashMap<>();
        endpoints.forEach(each -> byName.put(each.name(), each));
        this.endpoints = Map.copyOf(byName);
        this.secrets = secrets;
        this.inbox = inbox;
        this.starts = starts;
        this.clock = clock;
        for (int i = 0; i < WORKERS; i++) {
            workers.add(Executors.newSingleThreadScheduledExecutor(work -> {
                Thread thread = new Thread(work, "release-pipeline-triggers");
                thread.setDaemon(true);
                return thread;
            }));
        }
        inbox.waiting().forEach(delivery -> enqueue(delivery, 0, 0));
    }

    /**
     * Takes a delivery. Blocks for one sync of a file, and for nothing else.
     *
     * @param headers the request's, names in any case
     * @param body at most {@link #MAX_BODY_BYTES}
     * @throws IOException when it cannot be written: the sender has to send it again
     */
    public Received receive(String name, Map<String, String> headers, byte[] body) throws IOException {
        WebhookEndpoint endpoint = endpoints.get(name);
        if (endpoint == null) {
            return Received.REFUSED;
        }
        Optional<String> secret = secrets.secret(endpoint.secret());
        if (secret.isEmpty()) {
            LOGGER.log(Level.WARNING, "The webhook {0} takes nothing: its secret {1} is not there. {2}", new Object[] {
                name, endpoint.secret(), secrets.howToMap(endpoint.secret())
            });
        }
        if (!endpoint.authenticates(headers, body, secret.orElse(""))) {
            refused(name, secret.isEmpty() ? "the endpoint's secret is not there" : "bad signature");
            return Received.REFUSED;
        }
        String event = WebhookEndpoint.event(headers);
        ParsedDelivery told;
        try {
            JsonNode json = WebhookPayloads.read(payload(headers, body));
            told = WebhookPayloads.parse(endpoint.provider(), event, json, endpoint.generic());
        } catch (IllegalArgumentException e) {
            refused(name, e.getMessage());
            return Received.UNREADABLE;
        }
        Optional<Delivery> accepted =
                inbox.accept(name, WebhookEndpoint.deliveryId(headers), clock.instant(), event, told);
        accepted.ifPresent(delivery -> enqueue(delivery, 0, 0));
        return accepted.isPresent() ? Received.ACCEPTED : Received.REPEATED;
    }

    /** A form that carries JSON in {@code payload}, as GitHub sends when it is told to. */
    private static byte[] payload(Map<String, String> headers, byte[] body) {
        boolean form = headers.entrySet().stream()
                .anyMatch(each -> each.getKey().equalsIgnoreCase("Content-Type")
                        && each.getValue().startsWith("application/x-www-form-urlencoded"));
        String text = form ? new String(body, StandardCharsets.US_ASCII) : "";
        return text.startsWith("payload=")
                ? java.net.URLDecoder.decode(text.substring("payload=".length()), StandardCharsets.UTF_8)
                        .getBytes(StandardCharsets.UTF_8)
                : body;
    }

    /** The last deliveries of an endpoint with what became of them, as JSON; empty when there is no such endpoint. */
    public Optional<JsonNode> deliveries(String name) {
        if (!endpoints.containsKey(name)) {
            return Optional.empty();
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("deliveries");
        for (Delivery each : inbox.last(name)) {
            ObjectNode entry = list.addObject()
                    .put("number", each.number())
                    .put("id", each.id())
                    .put("at", each.at().toString())
                    .put("event", each.event());
            ArrayNode outcome = entry.putArray("outcome");
            each.outcome().orElse(List.of("waiting")).forEach(outcome::add);
        }
        ArrayNode refused = answer.putArray("refused");
        synchronized (refusals) {
            refusals.getOrDefault(name, new ArrayDeque<>())
                    .forEach(each ->
                            refused.addObject().put("at", each.at().toString()).put("why", each.why()));
        }
        return Optional.of(answer);
    }

    /** How many deliveries are not done with. */
    public int waiting() {
        return inbox.waiting().size();
    }

    @Override
    public void close() throws IOException {
        workers.forEach(ScheduledExecutorService::shutdownNow);
        try {
            for (ScheduledExecutorService worker : workers) {
                worker.awaitTermination(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        inbox.close();
    }

    private void refused(String name, String why) {
        synchronized (refusals) {
            Deque<Refusal> last = refusals.computeIfAbsent(name, each -> new ArrayDeque<>());
            last.addFirst(new Refusal(clock.instant(), why));
            while (last.size() > REFUSALS_LISTED) {
                last.removeLast();
            }
        }
    }

    private void enqueue(Delivery delivery, int attempt, long seconds) {
        String repository = delivery.told().events().isEmpty()
                ? ""
                : delivery.told().events().get(0).repository().fullName();
        try {
            workers.get(Math.floorMod(repository.hashCode(), WORKERS))
                    .schedule(() -> act(delivery, attempt), seconds, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "The host ends; the delivery is taken up at the next start", e);
        }
    }

    private void act(Delivery delivery, int attempt) {
        List<String> outcome = new ArrayList<>();
        try {
            try {
                if (delivery.told().events().isEmpty()) {
                    outcome.add("ignored: " + delivery.told().ignored());
                }
                String called = delivery.endpoint() + (delivery.id().isEmpty() ? "" : " " + delivery.id());
                for (RepositoryEvent event : delivery.told().events()) {
                    outcome.addAll(starts.start(event, called));
                }
            } catch (IOException | RuntimeException e) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                if (attempt + 1 < MOST_ATTEMPTS) {
                    enqueue(delivery, attempt + 1, Math.min(MAX_WAIT_SECONDS, 5L << attempt));
                    return;
                }
                outcome.add("not started: " + e.getMessage());
            }
            inbox.done(delivery, outcome);
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "Delivery " + delivery.number() + " waits until the next start", e);
        }
    }
}
