package io.jenkins.plugins.releasepipeline.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Many deliveries to a server of its own process, which is killed in the middle. What was answered has to start every
 * pipeline of its repository, once.
 */
public final class DeliveryLoad {
    private static final String SECRET = "a secret of the load";
    private static final int SENDERS = 8;
    private static final int PAGE = 100;
    private static final Duration LONGEST = Duration.ofMinutes(20);
    private static final Pattern TOLD = Pattern.compile("\\(github (d\\d+)\\)");
    private static final JsonMapper JSON = new JsonMapper();

    private final Path directory;
    private final int deliveries;
    private final int pipelines;
    private final int repositories;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final Set<Integer> accepted = ConcurrentHashMap.newKeySet();
    private final Queue<Long> micros = new ConcurrentLinkedQueue<>();

    private DeliveryLoad(Path directory, int deliveries, int pipelines, int repositories) {
        this.directory = directory;
        this.deliveries = deliveries;
        this.pipelines = pipelines;
        this.repositories = repositories;
    }

    /**
     * What came of it.
     *
     * @param accepted how many were answered with 202, or with 200 when they were sent again
     * @param lost starts that are missing
     * @param doubled starts that are there more than once
     * @param perSecond how many were answered in a second
     * @param startsPerSecond how many executions began in a second, from the first delivery to the last start
     * @param medianMillis half were answered within this
     * @param slowMillis 99 of 100 were answered within this
     * @param slowestMillis all were answered within this
     */
    public record Result(
            int accepted,
            int lost,
            int doubled,
            double perSecond,
            double startsPerSecond,
            double medianMillis,
            double slowMillis,
            double slowestMillis) {}

    /** Prints, and adds to {@code report}. */
    public static void measure(ObjectNode report, Path directory) throws Exception {
        int deliveries = Integer.getInteger("bench.deliveries", 10_000);
        System.out.printf("%n== %,d deliveries, 100 pipelines of 20 repositories, kill -9 in the middle%n", deliveries);
        Result result = run(directory, deliveries, 100, 20);
        System.out.printf(
                "  %,d answered, %d starts lost, %d doubled%n", result.accepted(), result.lost(), result.doubled());
        System.out.printf(
                "  %,.0f deliveries a second; answered within %.1f ms (half), %.1f ms (99 %%), %.1f ms (all)%n",
                result.perSecond(), result.medianMillis(), result.slowMillis(), result.slowestMillis());
        System.out.printf("  %,.0f starts a second%n", result.startsPerSecond());
        report.set("deliveries", JSON.valueToTree(result));
    }

    static Result run(Path directory, int deliveries, int pipelines, int repositories) throws Exception {
        return new DeliveryLoad(directory, deliveries, pipelines, repositories).run();
    }

    private Result run() throws Exception {
        Path home = home();
        long begun = System.nanoTime();
        Cli.Running server = serve(home);
        double seconds;
        try {
            seconds =
                    send(url(server), IntStream.range(0, deliveries / 2).boxed().toList(), server);
            server.process().waitFor();
            server = serve(home);
            seconds += send(
                    url(server),
                    IntStream.range(0, deliveries)
                            .boxed()
                            .filter(each -> !accepted.contains(each))
                            .toList(),
                    null);
            Map<Integer, Integer> starts = settled(url(server));
            double all = (System.nanoTime() - begun) / 1e9;
            int each = pipelines / repositories;
            int lost = 0;
            int doubled = 0;
            for (int delivery = 0; delivery < deliveries; delivery++) {
                int count = starts.getOrDefault(delivery, 0);
                lost += accepted.contains(delivery) ? Math.max(0, each - count) : 0;
                doubled += Math.max(0, count - each);
            }
            long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
            int total = starts.values().stream().mapToInt(Integer::intValue).sum();
            return new Result(
                    accepted.size(),
                    lost,
                    doubled,
                    sorted.length / seconds,
                    total / all,
                    sorted[sorted.length / 2] / 1e3,
                    sorted[(int) (sorted.length * 0.99)] / 1e3,
                    sorted[sorted.length - 1] / 1e3);
        } finally {
            server.process().destroyForcibly().waitFor();
        }
    }

    private Path home() throws Exception {
        Path home = Files.createDirectories(directory.resolve("home"));
        Path secret = Files.writeString(home.resolve("hook.secret"), SECRET);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        StringBuilder mappings = new StringBuilder("repositories:\n");
        for (int i = 0; i < repositories; i++) {
            Path repository = directory.resolve("repository-" + i);
            GitRepository.create(repository).write("README.md", "r" + i).commit("Begin");
            mappings.append("  team/r")
                    .append(i)
                    .append(": {url: ")
                    .append(repository)
                    .append("}\n");
        }
        mappings.append(
                """
                secrets: {hook: {file: hook.secret}}
                webhooks: {github: {provider: GITHUB, secret: hook}}
                polling: {seconds: 0}
                agents: {capacity: 1}
                history: {executions: 1000000}
                """);
        Files.writeString(home.resolve("release-pipeline.yaml"), mappings);
        Path definitions = Files.createDirectories(home.resolve("pipelines"));
        for (int i = 0; i < pipelines; i++) {
            Files.writeString(
                    definitions.resolve("p" + i + ".yaml"),
                    """
                    name: p%d
                    stages:
                      - name: Source
                        actions:
                          - name: Source
                            actionTypeId: {category: Source, owner: AWS, provider: CodeCommit, version: "1"}
                            configuration: {RepositoryName: team/r%d, BranchName: main}
                            outputArtifacts: [{name: Code}]
                      - name: Wait
                        actions:
                          - name: Ask
                            actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: "1"}
                    """
                            .formatted(i, i % repositories));
        }
        return home;
    }

    private Cli.Running serve(Path home) throws Exception {
        Cli.Running server = new Cli(directory).start("serve", "--home", home.toString(), "--port", "0");
        server.awaitOutput("/state");
        return server;
    }

    private static String url(Cli.Running server) throws IOException {
        return server.out().lines().findFirst().orElseThrow().substring("Listening on ".length());
    }

    /**
     * As senders do, what was not answered is sent again later, by the caller.
     *
     * @param killed what is killed while it still answers; null for nothing
     * @return the seconds that it took
     */
    private double send(String url, List<Integer> numbers, Cli.Running killed) throws Exception {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        long begun = System.nanoTime();
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        List<Future<?>> sent = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            sent.add(senders.submit(() -> {
                for (int each = next.getAndIncrement(); each < numbers.size(); each = next.getAndIncrement()) {
                    try {
                        send(url, numbers.get(each));
                    } catch (IOException e) {
                        if (killed == null) {
                            throw e;
                        }
                        return null;
                    }
                    if (killed != null && answered.incrementAndGet() == numbers.size() * 9 / 10) {
                        killed.process().destroyForcibly();
                    }
                }
                return null;
            }));
        }
        for (Future<?> each : sent) {
            each.get();
        }
        senders.shutdown();
        return (System.nanoTime() - begun) / 1e9;
    }

    private void send(String url, int number) throws Exception {
        String body = JSON.createObjectNode()
                .put("ref", "refs/heads/main")
                .put("before", commit(number - repositories))
                .put("after", commit(number))
                .set("repository", JSON.createObjectNode().put("full_name", "team/r" + number % repositories))
                .toString();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "webhook/github"))
                .timeout(Duration.ofSeconds(30))
                .header("X-GitHub-Event", "push")
                .header("X-GitHub-Delivery", "d" + number)
                .header("X-Hub-Signature-256", "sha256=" + hmac(body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        long begun = System.nanoTime();
        int status =
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        micros.add((System.nanoTime() - begun) / 1000);
        if (status != 202 && status != 200) {
            throw new AssertionError("delivery " + number + " was answered with " + status);
        }
        accepted.add(number);
    }

    private static String commit(int number) {
        return String.format("%040x", number + 1_000_000L);
    }

    private static String hmac(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** How often each delivery has started a pipeline, once nothing more comes of them. */
    private Map<Integer, Integer> settled(String url) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (get(url + "api/webhooks/github/deliveries").get("waiting").asInt() > 0) {
            if (System.nanoTime() > end) {
                throw new AssertionError("deliveries wait still");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        Map<Integer, Integer> starts = new HashMap<>();
        for (int i = 0; i < pipelines; i++) {
            String token = "";
            do {
                JsonNode page = get(url + "api/pipelines/p" + i + "/executions?maxResults=" + PAGE + token);
                for (JsonNode each : page.get("pipelineExecutionSummaries")) {
                    Matcher told =
                            TOLD.matcher(each.at("/trigger/triggerDetail").asText());
                    if (told.find()) {
                        starts.merge(Integer.parseInt(told.group(1).substring(1)), 1, Integer::sum);
                    }
                }
                token = page.has("nextToken")
                        ? "&nextToken=" + page.get("nextToken").asText()
                        : "";
            } while (!token.isEmpty());
        }
        return starts;
    }

    private JsonNode get(String url) throws Exception {
        return JSON.readTree(
                client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                        .body());
    }
}
