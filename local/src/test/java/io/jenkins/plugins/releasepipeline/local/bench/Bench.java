package io.jenkins.plugins.releasepipeline.local.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.local.DeliveryLoad;
import io.jenkins.plugins.releasepipeline.local.HistoryHome;
import io.jenkins.plugins.releasepipeline.local.PageBench;
import io.jenkins.plugins.releasepipeline.runtime.CommandResult;
import io.jenkins.plugins.releasepipeline.runtime.HistoryQuery;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.runtime.Retention;
import io.jenkins.plugins.releasepipeline.runtime.TestHost;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** All measurements, one after the other, in one run: ratios between them hold whatever the machine does. */
public final class Bench {
    private static final int IN_FLIGHT = 4;
    private static final int PIPELINES_TO_RECOVER = 10;

    private final ObjectNode report = new JsonMapper().createObjectNode();
    private final int seconds;
    private final Path directory;

    private Bench(int seconds, Path directory) {
        this.seconds = seconds;
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "bench-");
        try {
            Bench bench = new Bench(Integer.parseInt(arguments[0]), directory);
            if (arguments.length > 1 && arguments[1].equals("memory")) {
                bench.memory();
            } else if (arguments.length > 1 && arguments[1].equals("page")) {
                PageBench.measure(bench.report, directory, bench.seconds);
            } else if (arguments.length > 1 && arguments[1].equals("deliveries")) {
                DeliveryLoad.measure(bench.report, directory);
            } else {
                bench.run();
            }
        } finally {
            delete(directory);
        }
    }

    private void run() throws Exception {
        report.put("processors", Runtime.getRuntime().availableProcessors());
        report.put("java", System.getProperty("java.vm.version"));
        engine();
        journal();
        recovery();
        memory();
        PageBench.measure(report.putObject("page"), directory, seconds);
        Path file = Path.of("target", "bench.json");
        Files.writeString(file, report.toPrettyString() + "\n");
        System.out.println("\nWritten to local/" + file);
    }

    /** What is reachable after few and after very many executions of one pipeline, all of them kept. */
    private void memory() throws Exception {
        int few = 100;
        int many = Integer.getInteger("bench.executions", 10_000);
        System.out.printf("== memory: heap after %,d and after %,d finished executions of one pipeline%n", few, many);
        Path place = Files.createTempDirectory(
                Path.of(System.getProperty("bench.directory", directory.toString()))
                        .toAbsolutePath(),
                "memory-");
        try (HistoryHome home = new HistoryHome(place, Retention.latest(1_000_000))) {
            long begun = System.nanoTime();
            home.run(few);
            long before = HistoryHome.heap();
            home.run(many - few);
            long after = HistoryHome.heap();
            double rate = many * 1e9 / (System.nanoTime() - begun);
            HistoryHome.Listing first = home.list(HistoryQuery.latest(20));
            HistoryHome.Listing last = home.list(HistoryQuery.latest(20).from("21"));
            System.out.printf(
                    "  %,9d KB and %,9d KB: %,d KB more%n", before / 1024, after / 1024, (after - before) / 1024);
            System.out.printf(
                    "  a page of 20: %d files, %,d KB, %.1f ms; the last page: %d files, %,d KB, %.1f ms%n",
                    first.files(),
                    first.bytes() / 1024,
                    first.milliseconds(),
                    last.files(),
                    last.bytes() / 1024,
                    last.milliseconds());
            System.out.printf("  %,.0f executions a second%n", rate);
            report.putObject("memory")
                    .put("executions", many)
                    .put("heapAfter" + few, before)
                    .put("heapAfterAll", after)
                    .put("pageFiles", first.files())
                    .put("pageBytes", first.bytes())
                    .put("pageMilliseconds", first.milliseconds())
                    .put("lastPageMilliseconds", last.milliseconds());
        } finally {
            delete(place);
        }
    }

    private void engine() throws RunnerException {
        System.out.println("== engine: JMH, operations a second");
        ArrayNode results = report.putArray("engine");
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(EngineBenchmark.class.getName())
                        .forks(1)
                        .warmupIterations(2)
                        .warmupTime(TimeValue.seconds(Math.max(1, seconds / 3)))
                        .measurementIterations(3)
                        .measurementTime(TimeValue.seconds(Math.max(1, seconds / 3)))
                        .verbosity(org.openjdk.jmh.runner.options.VerboseMode.SILENT)
                        .build())
                .run()) {
            String name = result.getPrimaryResult().getLabel();
            String size = result.getParams().getParam("size");
            double score = result.getPrimaryResult().getScore();
            double error = result.getPrimaryResult().getScoreError();
            System.out.printf("  %-8s %-6s stages x actions  %,14.0f /s  (+- %,.0f)%n", name, size, score, error);
            results.addObject()
                    .put("operation", name)
                    .put("size", size)
                    .put("perSecond", score)
                    .put("error", Double.isNaN(error) ? 0 : error);
        }
    }

    private void journal() throws Exception {
        System.out.println("== journal: commands a second, each acknowledged when it is on disk");
        double syncs = syncs();
        System.out.printf("  this disk alone            %,10.0f appends of 300 bytes with a sync /s%n", syncs);
        report.put("syncsPerSecond", syncs);
        ArrayNode results = report.putArray("journal");
        for (int pipelines : new int[] {1, 10, 1000}) {
            double rate = commands(pipelines);
            System.out.printf(
                    "  %,5d pipelines            %,10.0f commands /s   %6.2f x the disk's syncs%n",
                    pipelines, rate, rate / syncs);
            results.addObject()
                    .put("pipelines", pipelines)
                    .put("commandsPerSecond", rate)
                    .put("ratioToSyncs", rate / syncs);
        }
    }

    private double syncs() throws IOException {
        Path file = directory.resolve("syncs");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long begun = System.nanoTime();
            long end = begun + TimeUnit.SECONDS.toNanos(seconds);
            long count = 0;
            while (System.nanoTime() < end) {
                channel.write(ByteBuffer.allocate(300));
                channel.force(false);
                count++;
            }
            return count * 1e9 / (System.nanoTime() - begun);
        }
    }

    private double commands(int count) throws Exception {
        Path home = Files.createDirectory(directory.resolve("journal-" + count));
        try (TestHost host = new TestHost(home, Clock.systemUTC(), context -> Optional.empty())) {
            List<PipelineRuntime> pipelines = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                host.pipelines()
                        .define(BenchPipelines.definition("p" + i, 4, 3), "bench")
                        .toCompletableFuture()
                        .get();
                pipelines.add(host.pipelines().pipeline("p" + i).orElseThrow());
            }
            AtomicLong done = new AtomicLong();
            Semaphore inFlight = new Semaphore(count * IN_FLIGHT);
            long begun = System.nanoTime();
            long end = begun + TimeUnit.SECONDS.toNanos(seconds);
            for (long i = 0; System.nanoTime() < end; i++) {
                inFlight.acquire();
                boolean enabled = (i / count) % 2 == 1;
                pipelines
                        .get((int) (i % count))
                        .submit(new Command.SetTransition("Stage-2", enabled, enabled ? "" : "freeze", "bench"))
                        .whenComplete((result, failure) -> {
                            if (failure == null && result instanceof CommandResult.Done) {
                                done.incrementAndGet();
                            }
                            inFlight.release();
                        });
            }
            double rate = done.get() * 1e9 / (System.nanoTime() - begun);
            inFlight.acquire(count * IN_FLIGHT);
            System.out.printf(
                    "      %,d commands, %,d KB of journal%n", done.get(), size(home.resolve("journal")) / 1024);
            return rate;
        }
    }

    private void recovery() throws Exception {
        System.out.println("== recovery: from closed to every pipeline live again, executions of 13 actions in "
                + PIPELINES_TO_RECOVER + " pipelines");
        ArrayNode results = report.putArray("recovery");
        for (int executions : new int[] {10, 100, 1000, 10_000}) {
            Path home = Files.createDirectory(directory.resolve("recovery-" + executions));
            fill(home, executions);
            long bytes = size(home.resolve("journal"));
            double whole = reopen(home);
            compact(home);
            double compacted = reopen(home);
            System.out.printf(
                    "  %,6d executions   %,8.0f ms from %,9d KB of journal   %,6.0f ms when compacted%n",
                    executions, whole, bytes / 1024, compacted);
            results.addObject()
                    .put("executions", executions)
                    .put("milliseconds", whole)
                    .put("journalBytes", bytes)
                    .put("compactedMilliseconds", compacted);
        }
    }

    /** So many executions, of ten pipelines at once: they share the syncs that make this slow. */
    private static void fill(Path home, int executions) throws Exception {
        try (TestHost host = new TestHost(home, Clock.systemUTC(), context -> Optional.of(TestHost.success(context)))) {
            ExecutorService fillers = Executors.newFixedThreadPool(PIPELINES_TO_RECOVER);
            List<Future<?>> filled = new ArrayList<>();
            for (int i = 0; i < PIPELINES_TO_RECOVER; i++) {
                String name = "shop-" + i;
                host.pipelines()
                        .define(BenchPipelines.definition(name, 5, 3), "bench")
                        .toCompletableFuture()
                        .get();
                PipelineRuntime pipeline = host.pipelines().pipeline(name).orElseThrow();
                filled.add(fillers.submit(() -> {
                    run(pipeline, executions / PIPELINES_TO_RECOVER);
                    return null;
                }));
            }
            for (Future<?> each : filled) {
                each.get();
            }
            fillers.shutdown();
        }
    }

    private static void run(PipelineRuntime pipeline, int executions) throws Exception {
        BlockingQueue<PipelineState> states = new LinkedBlockingQueue<>();
        pipeline.listen((state, events) -> states.add(state));
        for (int i = 0; i < executions; i++) {
            String id = UUID.randomUUID().toString();
            pipeline.submit(BenchPipelines.start(id)).toCompletableFuture().get();
            while (states.take().execution(id).filter(ExecutionState::isLive).isPresent()) {
                // Until a state in which it has ended.
            }
            states.clear();
        }
    }

    private static double reopen(Path home) throws IOException {
        long begun = System.nanoTime();
        try (TestHost host = new TestHost(home, Clock.systemUTC(), context -> Optional.empty())) {
            if (host.pipelines().names().size() != PIPELINES_TO_RECOVER) {
                throw new IllegalStateException("not every pipeline came back");
            }
            return (System.nanoTime() - begun) / 1e6;
        }
    }

    private static void compact(Path home) throws IOException {
        try (TestHost host = new TestHost(home, Clock.systemUTC(), context -> Optional.empty())) {
            host.pipelines().compact();
        }
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
