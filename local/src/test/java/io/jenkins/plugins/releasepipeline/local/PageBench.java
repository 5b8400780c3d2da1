package io.jenkins.plugins.releasepipeline.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.browser.Browser;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.PipelineDefinition;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ApprovalStatus;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.Pipelines;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.view.LogLines;
import io.jenkins.plugins.releasepipeline.view.LogSlice;
import io.jenkins.plugins.releasepipeline.view.StateSnapshot;
import io.jenkins.plugins.releasepipeline.view.StateSnapshots;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What the page costs: 50 stages of 50 actions with 50 executions under way, and 500 pages that look at it. */
public final class PageBench {
    private static final int SIZE = 50;
    private static final int PAGES = 500;
    /** From the text of another state to what is laid out: all actions of one stage have failed. */
    private static final String UPDATE =
            """
            const next = JSON.parse(window.text);
            const stage = next.stageStates[STAGE];
            stage.actionStates.forEach((action) => (action.latestExecution.status = 'Failed'));
            stage.tag += '-STAGE';
            const text = JSON.stringify(next);
            document.body.offsetHeight;
            const begun = performance.now();
            const read = JSON.parse(text);
            window.parse = performance.now() - begun;
            window.page.take(read);
            return window.page.updateComplete
              .then(() => Promise.all([...document.querySelectorAll('rp-stage')].map((each) => each.updateComplete)))
              .then(() => {
                window.render = performance.now() - begun - window.parse;
                document.body.offsetHeight;
                return performance.now() - begun;
              });
            """;

    private PageBench() {}

    /** Prints, and adds to {@code report}. */
    public static void measure(ObjectNode report, Path directory, int seconds) throws Exception {
        System.out.printf("%n== the page: %d stages of %d actions, %d executions under way%n", SIZE, SIZE, SIZE - 1);
        Path repository = GitRepository.create(Files.createDirectories(directory.resolve("page-repository")))
                .write("README.md", "large")
                .commit("Begin")
                .directory();
        try (ServedHome home = ServedHome.open(Files.createDirectories(directory.resolve("page-home")))
                .define(definition(repository))
                .serve()) {
            fill(home);
            int bytes = snapshots(home, report.putObject("stateJson"));
            polling(home, bytes, report.putObject("polling"), seconds);
            browser(home, report.putObject("browser"));
        }
        log(directory, report.putObject("log"));
    }

    /**
     * Approvals alone after the source: what they do costs nothing, and is no part of what is measured. More actions than
     * a definition may have.
     */
    private static PipelineDefinition definition(Path repository) {
        List<StageDeclaration> stages = new ArrayList<>();
        stages.add(Pipelines.stage(
                "Source",
                action(
                        "Checkout",
                        new ActionTypeId("Source", "Custom", "Git", "1"),
                        Map.of("Url", repository.toString(), "Branch", "main"))));
        for (int stage = 2; stage <= SIZE; stage++) {
            ActionDeclaration[] actions = new ActionDeclaration[SIZE];
            for (int i = 0; i < SIZE; i++) {
                actions[i] = action("Action" + (i + 1), new ActionTypeId("Approval", "AWS", "Manual", "1"), Map.of());
            }
            stages.add(Pipelines.stage("Stage" + stage, actions));
        }
        return new PipelineDefinition(
                Pipelines.pipeline("large", stages.toArray(StageDeclaration[]::new)),
                null,
                List.of(),
                List.of(),
                Map.of());
    }

    private static ActionDeclaration action(String name, ActionTypeId type, Map<String, String> configuration) {
        return new ActionDeclaration(
                name,
                type,
                1,
                configuration,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                Map.of());
    }

    /** One execution in each stage. */
    private static void fill(ServedHome home) throws Exception {
        long begun = System.nanoTime();
        PipelineRuntime pipeline = home.pipeline("large");
        for (int goal = SIZE; goal >= 2; goal--) {
            String id = home.start("large");
            for (int stage = 2; stage <= goal; stage++) {
                String name = "Stage" + stage;
                Deadline.await(() -> isIn(pipeline.state(), id, name), () -> id + " never came to " + name);
                if (stage < goal) {
                    approve(pipeline, id, name);
                }
            }
        }
        System.out.printf("  filled in %d s%n", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
    }

    private static boolean isIn(PipelineState state, String id, String stage) {
        return state.execution(id)
                .filter(each -> each.position().equals(stage) && !each.waiting())
                .isPresent();
    }

    private static void approve(PipelineRuntime pipeline, String id, String stage) throws Exception {
        ExecutionState execution = pipeline.state().execution(id).orElseThrow();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        execution
                .stage(stage)
                .orElseThrow()
                .actions()
                .values()
                .forEach(action -> answers.add(pipeline.submit(new Command.PutApproval(
                                stage,
                                action.actionName(),
                                action.actionExecutionId(),
                                ApprovalStatus.Approved,
                                "",
                                "bench"))
                        .toCompletableFuture()));
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get();
    }

    private static int snapshots(ServedHome home, ObjectNode report) throws Exception {
        List<Long> nanos = new ArrayList<>();
        StateSnapshots snapshots = new StateSnapshots();
        StateSnapshot snapshot = snapshots.brief(home.pipeline("large"));
        for (int i = 0; i < 60; i++) {
            home.pipeline("large")
                    .submit(new Command.SetTransition("Stage2", i % 2 == 1, "A change", "bench"))
                    .toCompletableFuture()
                    .get();
            long begun = System.nanoTime();
            snapshot = snapshots.brief(home.pipeline("large"));
            nanos.add(System.nanoTime() - begun);
        }
        List<Long> warm = new ArrayList<>(nanos.subList(20, nanos.size()));
        Collections.sort(warm);
        double median = warm.get(warm.size() / 2) / 1e6;
        System.out.printf(
                "  state built, written and compressed in %.1f ms; %,d bytes, %,d compressed%n",
                median, snapshot.json().length, snapshot.gzip().length);
        report.put("milliseconds", median)
                .put("bytes", snapshot.json().length)
                .put("gzipBytes", snapshot.gzip().length);
        return snapshot.gzip().length;
    }

    /** The same pages ask for a state that does not change, for one that does, and for a plain file of its size. */
    private static void polling(ServedHome home, int bytes, ObjectNode report, int seconds) throws Exception {
        Path classes = Path.of(PageBench.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path file = classes.resolve("io/jenkins/plugins/releasepipeline/webapp/bench/state.js");
        Files.createDirectories(file.getParent());
        byte[] content = new byte[bytes];
        new java.util.Random(1).nextBytes(content);
        Files.write(file, content);
        try {
            ask(home, "warm-up", "api/pipelines/large/state", "", Math.min(3, seconds), report);
            ask(home, "unchanged state", "api/pipelines/large/state", etag(home), seconds, report);
            ask(home, "whole state", "api/pipelines/large/state", "", seconds, report);
            ask(home, "plain file", "webapp/bench/state.js", "", seconds, report);
        } finally {
            Files.delete(file);
        }
    }

    private static String etag(ServedHome home) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(home.url() + "api/pipelines/large/state"))
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("ETag")
                .orElseThrow();
    }

    private static void ask(ServedHome home, String what, String path, String etag, int seconds, ObjectNode report)
            throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(home.url() + path)).header("Accept-Encoding", "gzip");
        if (!etag.isEmpty()) {
            request.header("If-None-Match", etag);
        }
        HttpRequest ready = request.build();
        ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
        long cpuBefore = serverCpu();
        for (int page = 0; page < PAGES; page++) {
            timer.scheduleAtFixedRate(
                    () -> {
                        long begun = System.nanoTime();
                        client.sendAsync(ready, HttpResponse.BodyHandlers.ofByteArray())
                                .thenAccept(response -> nanos.add(System.nanoTime() - begun));
                    },
                    page * 1_000_000L / PAGES,
                    1_000_000L,
                    TimeUnit.MICROSECONDS);
        }
        TimeUnit.SECONDS.sleep(seconds);
        double cpu = (serverCpu() - cpuBefore) / 1e9 / seconds * 100;
        timer.shutdownNow();
        timer.awaitTermination(5, TimeUnit.SECONDS);
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        double p99 = sorted.get((int) (sorted.size() * 0.99)) / 1e6;
        double median = sorted.get(sorted.size() / 2) / 1e6;
        System.out.printf(
                "  %d pages, %-16s %5d answers a second, median %.1f ms, p99 %.1f ms, server %.1f%% of a processor%n",
                PAGES, what + ":", sorted.size() / seconds, median, p99, cpu);
        report.putObject(what)
                .put("medianMilliseconds", median)
                .put("p99Milliseconds", p99)
                .put("serverCpuPercent", cpu);
    }

    /** What the server's own threads have used, in nanoseconds. */
    private static long serverCpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (ThreadInfo each : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (each != null && each.getThreadName().startsWith("release-pipeline-http")) {
                sum += Math.max(0, threads.getThreadCpuTime(each.getThreadId()));
            }
        }
        return sum;
    }

    private static void browser(ServedHome home, ObjectNode report) throws Exception {
        try (Browser browser = Browser.open()) {
            browser.go(home.server().signInUrl());
            browser.find("rp-stage", "Stage" + SIZE);
            browser.go(home.url() + "?again");
            browser.find("rp-stage", "Stage" + SIZE);
            double paint = number(
                    browser, "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1");
            browser.script("window.page = document.querySelector('rp-pipeline-page'); window.page.poll.stop();"
                    + " window.text = JSON.stringify(window.page.state);");
            List<Double> updates = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                updates.add(number(browser, UPDATE.replace("STAGE", Integer.toString(10 + i))));
            }
            Collections.sort(updates);
            double update = updates.get(updates.size() / 2);
            double parse = number(browser, "return window.parse");
            double render = number(browser, "return window.render");
            System.out.printf(
                    "  Chromium: first paint after %.0f ms; an update of a stage in %.1f ms (reading %.1f, rendering %.1f,"
                            + " the rest layout)%n",
                    paint, update, parse, render);
            report.put("firstPaintMilliseconds", paint).put("updateMilliseconds", update);
        } catch (org.junit.AssumptionViolatedException e) {
            System.out.println("  Chromium: not measured; " + e.getMessage());
        }
    }

    private static double number(Browser browser, String script) {
        return ((Number) browser.script(script)).doubleValue();
    }

    private static void log(Path directory, ObjectNode report) throws Exception {
        Path log = directory.resolve("large.log");
        byte[] line = "2026-01-01 12:00:00 [INFO] something was done to something, and it took some time to do so\n"
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            byte[] block = new byte[line.length * 10_000];
            for (int i = 0; i < 10_000; i++) {
                System.arraycopy(line, 0, block, i * line.length, line.length);
            }
            while (file.length() < 100L << 20) {
                file.seek(file.length());
                file.write(block);
            }
        }
        LogLines lines = new LogLines();
        long begun = System.nanoTime();
        LogSlice slice = LogSlice.before(log, Long.MAX_VALUE);
        lines.json(log, slice, true);
        double milliseconds = (System.nanoTime() - begun) / 1e6;
        begun = System.nanoTime();
        lines.json(log, lines.around(log, 500_000), true);
        double jump = (System.nanoTime() - begun) / 1e6;
        begun = System.nanoTime();
        lines.find(log, "not in it");
        double search = (System.nanoTime() - begun) / 1e6;
        System.out.printf(
                "  a log of %,d MB: its last %,d KB with their lines counted in %.1f ms, line 500,000 in %.1f ms, all of it"
                        + " searched in %.0f ms%n",
                slice.size() >> 20, (slice.to() - slice.from()) >> 10, milliseconds, jump, search);
        report.put("bytes", slice.size())
                .put("milliseconds", milliseconds)
                .put("lineMilliseconds", jump)
                .put("searchMilliseconds", search);
    }
}
