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
import java.util.function.Function;
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

    private final Function<String, Optional<WebhookEndpoint>> endpoints;
    private final SecretResolver secrets;
    private final DeliveryInbox inbox;
    private final TriggerStarts starts;
    private final Sns sns;
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

    /**
     * Takes up what waits in the inbox. Closing closes the inbox.
     *
     * @param endpoints by their names; asked for each delivery
     */
    public Webhooks(
            Function<String, Optional<WebhookEndpoint>> endpoints,
            SecretResolver secrets,
            DeliveryInbox inbox,
            TriggerStarts starts,
            Sns sns,
            Clock clock) {
        this.sns = sns;
        this.endpoints = endpoints;
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
     * Takes a delivery. Blocks for one sync of a file, and for nothing else; where SNS signs with another certificate, for
     * that too.
     *
     * @param headers the request's, names in any case
     * @param body at most {@link #MAX_BODY_BYTES}
     * @param address the IP address that it came from
     * @throws IOException when it cannot be written, or not be checked now: the sender has to send it again
     */
    public Received receive(String name, Map<String, String> headers, byte[] body, String address) throws IOException {
        Optional<WebhookEndpoint> found = endpoints.apply(name);
        if (found.isEmpty()) {
            return Received.REFUSED;
        }
        WebhookEndpoint endpoint = found.get();
        if (endpoint.provider() == WebhookProvider.SNS) {
            return receiveSns(endpoint, body);
        }
        Optional<String> refusal = refusal(endpoint, headers, body, address);
        if (refusal.isPresent()) {
            refused(name, refusal.get());
            return Received.REFUSED;
        }
        String event = WebhookEndpoint.event(headers);
        ParsedDelivery told;
        try {
            JsonNode json = WebhookPayloads.read(payload(headers, body));
            told = endpoint.target().isPresent()
                    ? told(endpoint.target().get(), event, json)
                    : WebhookPayloads.parse(endpoint.provider(), event, json, endpoint.generic());
        } catch (IllegalArgumentException e) {
            refused(name, e.getMessage());
            return Received.UNREADABLE;
        }
        return take(name, WebhookEndpoint.deliveryId(headers, body), event, told);
    }

    private Received take(String name, String id, String event, ParsedDelivery told) throws IOException {
        Optional<Delivery> accepted = inbox.accept(name, id, clock.instant(), event, told);
        accepted.ifPresent(delivery -> enqueue(delivery, 0, 0));
        return accepted.isPresent() ? Received.ACCEPTED : Received.REPEATED;
    }

    /** Why the sender is not known; empty when it is. */
    private Optional<String> refusal(
            WebhookEndpoint endpoint, Map<String, String> headers, byte[] body, String address) {
        if (endpoint.hasSecret()) {
            Optional<String> secret = secrets.secret(endpoint.secret());
            if (secret.isEmpty()) {
                LOGGER.log(
                        Level.WARNING,
                        "The webhook {0} takes nothing: its secret {1} is not there. {2}",
                        new Object[] {endpoint.name(), endpoint.secret(), secrets.howToMap(endpoint.secret())});
                return Optional.of("the endpoint's secret is not there");
            }
            return endpoint.authenticates(headers, body, secret.get())
                    ? Optional.empty()
                    : Optional.of("bad signature");
        }
        return endpoint.target()
                .filter(target -> target.authentication() == TargetWebhook.Authentication.IP)
                .filter(target -> !target.allows(endpoint.sender(headers, address)))
                .map(target -> "its address is not in " + target.allowedRange());
    }

    /** Only a sender who signs may say which commit: others could name one that nobody has pushed to the branch. */
    private ParsedDelivery told(TargetWebhook target, String event, JsonNode json) {
        if (event.equals("ping")) {
            return ParsedDelivery.nothing("it is a ping");
        }
        Optional<String> commit =
                target.authentication() == TargetWebhook.Authentication.GITHUB_HMAC && event.equals("push")
                        ? Payload.commit(json, "/after")
                        : Optional.empty();
        return starts.told(target, json, commit);
    }

    private Received receiveSns(WebhookEndpoint endpoint, byte[] body) throws IOException {
        SnsMessage message;
        try {
            message = new SnsMessage(WebhookPayloads.read(body));
        } catch (IllegalArgumentException e) {
            refused(endpoint.name(), e.getMessage());
            return Received.REFUSED;
        }
        Optional<String> refusal = message.refusal(endpoint.topics(), sns, clock.instant());
        if (refusal.isPresent()) {
            refused(endpoint.name(), refusal.get());
            return Received.REFUSED;
        }
        if (message.isConfirmation()) {
            sns.confirm(message.confirmation());
            return take(
                    endpoint.name(),
                    message.id(),
                    message.type(),
                    ParsedDelivery.nothing("the subscription is confirmed"));
        }
        if (!message.isNotification()) {
            return take(endpoint.name(), message.id(), message.type(), ParsedDelivery.nothing("it tells of no commit"));
        }
        ParsedDelivery told;
        try {
            told = WebhookPayloads.parse(
                    endpoint.provider(), "", WebhookPayloads.read(message.message()), endpoint.generic());
        } catch (IllegalArgumentException e) {
            told = ParsedDelivery.nothing("its message is no event of CodeCommit");
        }
        return take(endpoint.name(), message.id(), message.type(), told);
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
        if (endpoints.apply(name).isEmpty()) {
            return Optional.empty();
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("waiting", waiting());
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
                String called =
                        delivery.endpoint() + " " + (delivery.id().isEmpty() ? delivery.number() : delivery.id());
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
