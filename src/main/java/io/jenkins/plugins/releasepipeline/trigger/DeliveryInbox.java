package io.jenkins.plugins.releasepipeline.trigger;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Deliveries that were accepted, on disk: {@code deliveries.log}, one JSON object a line. A delivery is synced before
 * {@link #accept} returns, and is handed out again after a crash until {@link #done} was written. What is damaged at the
 * end of the file was never answered for, and is cut off. Thread-safe.
 */
public final class DeliveryInbox implements AutoCloseable {
    /** How many deliveries of an endpoint are listed. */
    public static final int LISTED = 200;

    private static final Logger LOGGER = Logger.getLogger(DeliveryInbox.class.getName());
    private static final int REMEMBERED_IDS = 20_000;
    private static final long COMPACT_BYTES = 16L << 20;
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addMixIn(RepositoryEvent.class, Kinds.class)
            .addMixIn(RepositoryEvent.RefChanged.class, DerivedRevision.class)
            .addMixIn(RepositoryEvent.PullRequestChanged.class, DerivedRevision.class)
            .build();

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind_of_event")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = RepositoryEvent.RefChanged.class, name = "RefChanged"),
        @JsonSubTypes.Type(value = RepositoryEvent.PullRequestChanged.class, name = "PullRequestChanged"),
        @JsonSubTypes.Type(value = RepositoryEvent.ActionTold.class, name = "ActionTold")
    })
    private interface Kinds {}

    @JsonIgnoreProperties(value = "revision", allowGetters = true)
    private interface DerivedRevision {}

    /**
     * An accepted delivery.
     *
     * @param number counts up in an inbox
     * @param endpoint where it arrived
     * @param id the sender's id of it; empty when it has none
     * @param event the sender's name of its kind
     * @param told what it tells
     * @param outcome what became of it, one line for each pipeline; empty while it waits
     */
    public record Delivery(
            long number,
            String endpoint,
            String id,
            Instant at,
            String event,
            ParsedDelivery told,
            Optional<List<String>> outcome) {}

    private record Line(Delivery accepted, Long done, List<String> outcome) {}

    private final Path file;
    private final Map<Long, Delivery> waiting = new TreeMap<>();
    private final Map<String, Deque<Delivery>> listed = new HashMap<>();
    private final Map<String, Boolean> ids = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED_IDS;
        }
    };
    private final Object disk = new Object();
    private FileChannel channel;
    private long next = 1;
    private volatile long written;
    private volatile long synced;

    private DeliveryInbox(Path file) {
        this.file = file;
    }

    /** Opens the inbox of a directory, or makes one. */
    public static DeliveryInbox open(Path directory) throws IOException {
        Files.createDirectories(directory);
        DeliveryInbox inbox = new DeliveryInbox(directory.resolve("deliveries.log"));
        inbox.recover();
        return inbox;
    }

    /**
     * Takes a delivery in; it is on disk when this returns. Blocks for a sync, which callers at the same time share.
     *
     * @return empty when the endpoint has had a delivery with this id before
     */
    public Optional<Delivery> accept(String endpoint, String id, Instant at, String event, ParsedDelivery told)
            throws IOException {
        Delivery delivery;
        long end;
        synchronized (this) {
            if (!id.isEmpty() && ids.containsKey(endpoint + "/" + id)) {
                end = written;
                delivery = null;
            } else {
                delivery = new Delivery(next++, endpoint, id, at, event, told, Optional.empty());
                write(new Line(delivery, null, null));
                end = written;
                remember(delivery);
                waiting.put(delivery.number(), delivery);
            }
        }
        sync(end);
        return Optional.ofNullable(delivery);
    }

    /** Says what became of a delivery. It reaches the disk with what is accepted next; until then it may be asked again. */
    public synchronized void done(Delivery delivery, List<String> outcome) throws IOException {
        if (waiting.remove(delivery.number()) == null) {
            return;
        }
        write(new Line(null, delivery.number(), outcome));
        list(withOutcome(delivery, outcome));
    }

    /** What waits, in the order of arrival. */
    public synchronized List<Delivery> waiting() {
        return List.copyOf(waiting.values());
    }

    /** The last deliveries of an endpoint, the newest first. */
    public synchronized List<Delivery> last(String endpoint) {
        return List.copyOf(listed.getOrDefault(endpoint, new ArrayDeque<>()));
    }

    @Override
    public synchronized void close() throws IOException {
        synchronized (disk) {
            channel.force(false);
            channel.close();
        }
    }

    private void remember(Delivery delivery) {
        if (!delivery.id().isEmpty()) {
            ids.put(delivery.endpoint() + "/" + delivery.id(), true);
        }
        list(delivery);
        next = Math.max(next, delivery.number() + 1);
    }

    private void list(Delivery delivery) {
        Deque<Delivery> last = listed.computeIfAbsent(delivery.endpoint(), name -> new ArrayDeque<>());
        if (delivery.outcome().isPresent()) {
            List<Delivery> changed = new ArrayList<>();
            last.forEach(each -> changed.add(each.number() == delivery.number() ? delivery : each));
            last.clear();
            last.addAll(changed);
            return;
        }
        last.addFirst(delivery);
        while (last.size() > LISTED) {
            last.removeLast();
        }
    }

    private static Delivery withOutcome(Delivery delivery, List<String> outcome) {
        return new Delivery(
                delivery.number(),
                delivery.endpoint(),
                delivery.id(),
                delivery.at(),
                delivery.event(),
                delivery.told(),
                Optional.of(List.copyOf(outcome)));
    }

    private void write(Line line) throws IOException {
        byte[] bytes = (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        written += bytes.length;
    }

    private void sync(long end) throws IOException {
        synchronized (disk) {
            if (synced >= end) {
                return;
            }
            long all = written;
            channel.force(false);
            synced = all;
        }
    }

    private void recover() throws IOException {
        long good = 0;
        if (Files.exists(file)) {
            good = replay();
        }
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(good);
        channel.position(good);
        written = good;
        if (good > COMPACT_BYTES) {
            compact();
        }
        channel.force(true);
        synced = written;
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent())) {
            directory.force(true);
        }
    }

    /** @return where the last whole line ends */
    private long replay() throws IOException {
        long end = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int each = in.read(); each >= 0; each = in.read()) {
                if (each != '\n') {
                    line.write(each);
                    continue;
                }
                Line read;
                try {
                    read = JSON.readValue(line.toByteArray(), Line.class);
                } catch (JsonProcessingException e) {
                    LOGGER.log(Level.WARNING, "{0} is damaged after {1} bytes; the rest is not used", new Object[] {
                        file, end
                    });
                    return end;
                }
                end += line.size() + 1;
                line.reset();
                if (read.accepted() != null) {
                    remember(read.accepted());
                    if (read.accepted().outcome().isEmpty()) {
                        waiting.put(read.accepted().number(), read.accepted());
                    }
                } else if (read.done() != null) {
                    Delivery ended = waiting.remove(read.done());
                    if (ended != null) {
                        list(withOutcome(ended, read.outcome()));
                    }
                }
            }
        }
        return end;
    }

    /** Writes what waits and what is listed to a new file. */
    private void compact() throws IOException {
        Map<Long, Delivery> kept = new TreeMap<>(waiting);
        listed.values().forEach(last -> last.forEach(each -> kept.put(each.number(), each)));
        Path fresh = file.resolveSibling("deliveries.new");
        channel.close();
        channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        written = 0;
        for (Delivery each : kept.values()) {
            write(new Line(each, null, null));
        }
        channel.force(true);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
