package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import hudson.model.Computer;
import hudson.model.Result;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * Measures on a real Jenkins, printed as tables. Not among the tests that are always run: {@code mvn test
 * -Dtest=JenkinsMeasures}.
 */
public class JenkinsMeasures {
    private static final int WAITING = Integer.getInteger("measures.waiting", 500);
    private static final int STAGES = Integer.getInteger("measures.stages", 5);
    private static final int ACTIONS = Integer.getInteger("measures.actions", 20);
    private static final int ROUNDS = Integer.getInteger("measures.rounds", 3);
    private static final int THREADS_MORE = 10;

    private static final int IN_ONE_PIPELINE = 50;

    @Rule
    public final JenkinsRule jenkins = patient();

    @Rule
    public final GitRepositoryRule repository = new GitRepositoryRule();

    @Test
    public void executions_that_wait_for_approval_hold_no_executor_and_no_thread() throws Exception {
        jenkins.jenkins.setNumExecutors(4);
        List<ReleasePipelineJob> jobs = new ArrayList<>();
        for (int i = 0; i * IN_ONE_PIPELINE < WAITING; i++) {
            jobs.add(Jobs.job(jenkins, "shop" + i, waitingForApproval()));
        }
        jobs.get(0).scheduleBuild2(0).get();
        Jobs.until("the first approval", () -> waiting() == 1);
        Jobs.until("idle executors", () -> busy() == 0);
        List<String> idle = threads();

        long begun = System.nanoTime();
        for (int i = 1; i < WAITING; i++) {
            jobs.get(i / IN_ONE_PIPELINE).scheduleBuild2(0).get();
        }
        until(Duration.ofMinutes(30), () -> waiting() == WAITING);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        Jobs.until("idle executors", () -> busy() == 0);
        Jobs.until("as few threads as before", () -> threads().size() < idle.size() + THREADS_MORE);
        List<String> now = threads();

        System.out.printf(
                "%n%d executions wait for approval, after %d s:%n  executors in use %d%n  in the queue %d%n"
                        + "  threads %d, with one of them waiting %d%n%n",
                waiting(),
                took.toSeconds(),
                busy(),
                jenkins.jenkins.getQueue().getItems().length,
                now.size(),
                idle.size());
        assertThat(busy()).isZero();
        assertThat(now.size() - idle.size()).isLessThan(THREADS_MORE);
    }

    @Test
    public void side_by_side_with_a_declarative_pipeline() throws Exception {
        jenkins.jenkins.setNumExecutors(2);
        ReleasePipelineJob release = Jobs.job(jenkins, "release", releasePipeline());
        WorkflowJob declarative = jenkins.createProject(WorkflowJob.class, "declarative");
        declarative.setDefinition(new CpsFlowDefinition(declarative(), true));
        List<Cost> ofRelease = new ArrayList<>();
        List<Cost> ofDeclarative = new ArrayList<>();
        for (int i = 0; i <= ROUNDS; i++) {
            Cost one = cost(() -> Jobs.run(jenkins, release, Result.SUCCESS));
            Cost other = cost(() -> jenkins.buildAndAssertSuccess(declarative));
            if (i > 0) {
                ofRelease.add(one);
                ofDeclarative.add(other);
            }
        }

        Cost a = median(ofRelease);
        Cost b = median(ofDeclarative);
        System.out.printf(
                "%n%d no-op shell actions in %d stages, median of %d after one to warm up%n%n",
                ACTIONS, STAGES, ROUNDS);
        System.out.printf("%-28s %16s %16s %8s%n", "", "release pipeline", "declarative", "ratio");
        row("wall time, ms", a.millis(), b.millis());
        row("controller CPU, ms", a.cpuMillis(), b.cpuMillis());
        row("bytes written (write calls)", a.written(), b.written());
        row("bytes more in JENKINS_HOME", a.bytes(), b.bytes());
        row("files more in JENKINS_HOME", a.files(), b.files());
        System.out.println();
    }

    private static JenkinsRule patient() {
        JenkinsRule rule = new JenkinsRule();
        rule.timeout = 0;
        return rule;
    }

    private static void row(String what, long release, long declarative) {
        System.out.printf(
                "%-28s %,16d %,16d %8.2f%n",
                what, release, declarative, declarative == 0 ? 0 : (double) release / declarative);
    }

    /** What one run has cost. The release pipeline's has a source action besides, which CodePipeline's model demands. */
    private record Cost(long millis, long cpuMillis, long written, long bytes, long files) {}

    private Cost cost(Callable<?> run) throws Exception {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Path home = jenkins.jenkins.getRootDir().toPath();
        long[] before = content(home);
        long written = written();
        long cpu = system.getProcessCpuTime();
        long begun = System.nanoTime();
        run.call();
        Jobs.until("idle executors", () -> busy() == 0);
        long took = System.nanoTime() - begun;
        long used = system.getProcessCpuTime() - cpu;
        long wrote = written() - written;
        long[] after = content(home);
        return new Cost(took / 1_000_000, used / 1_000_000, wrote, after[1] - before[1], after[0] - before[0]);
    }

    private static Cost median(List<Cost> costs) {
        List<Cost> sorted =
                costs.stream().sorted(Comparator.comparingLong(Cost::cpuMillis)).toList();
        return sorted.get(sorted.size() / 2);
    }

    /** Bytes that this process has given to write calls; 0 where the system does not say. */
    private static long written() throws IOException {
        Path io = Path.of("/proc/self/io");
        if (!Files.isReadable(io)) {
            return 0;
        }
        return Files.readAllLines(io).stream()
                .filter(line -> line.startsWith("wchar: "))
                .mapToLong(line -> Long.parseLong(line.substring("wchar: ".length())))
                .sum();
    }

    private static long[] content(Path directory) throws IOException {
        long[] filesAndBytes = new long[2];
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                filesAndBytes[0]++;
                filesAndBytes[1] += attributes.size();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return filesAndBytes;
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    private int busy() {
        return Arrays.stream(jenkins.jenkins.getComputers())
                .mapToInt(Computer::countBusy)
                .sum();
    }

    private long waiting() throws IOException {
        long all = 0;
        for (ReleasePipelineJob job : jenkins.jenkins.allItems(ReleasePipelineJob.class)) {
            all += waiting(job);
        }
        return all;
    }

    private static long waiting(ReleasePipelineJob job) throws IOException {
        return JenkinsHost.get().pipeline(job.getPipelineId()).stream()
                .flatMap(pipeline -> pipeline.state().liveExecutions().stream())
                .filter(execution -> execution.stages().containsKey("Decide"))
                .count();
    }

    private static void until(Duration patience, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain");
            }
            Thread.sleep(500);
        }
    }

    private String waitingForApproval() {
        return """
                pipeline:
                  name: shop
                  pipelineType: V2
                  executionMode: PARALLEL
                  stages:
                    - name: Source
                      actions:
                        - name: Checkout
                          actionTypeId: {category: Source, owner: Custom, provider: Git, version: '1'}
                          configuration: {Url: '%s', Branch: main}
                          outputArtifacts: [{name: Code}]
                    - name: Decide
                      actions:
                        - name: Approve
                          actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: '1'}
                """
                .formatted(repository.url());
    }

    private String releasePipeline() {
        StringBuilder text = new StringBuilder(
                """
                pipeline:
                  name: release
                  pipelineType: V2
                  stages:
                    - name: Source
                      actions:
                        - name: Checkout
                          actionTypeId: {category: Source, owner: Custom, provider: Git, version: '1'}
                          configuration: {Url: '%s', Branch: main}
                          outputArtifacts: [{name: Code}]
                """
                        .formatted(repository.url()));
        for (int stage = 0; stage < STAGES; stage++) {
            text.append("    - name: Stage").append(stage).append("\n      actions:\n");
            for (int action = 0; action < ACTIONS / STAGES; action++) {
                text.append(
                        """
                                - name: Act%d
                                  runOrder: %d
                                  actionTypeId: {category: Compute, owner: AWS, provider: Commands, version: '1'}
                                  inputArtifacts: [{name: Code}]
                                  commands: ['true']
                        """
                                .formatted(action, action + 1));
            }
        }
        return text.toString();
    }

    private static String declarative() {
        StringBuilder text = new StringBuilder("pipeline {\n  agent none\n  stages {\n");
        for (int stage = 0; stage < STAGES; stage++) {
            text.append("    stage('Stage").append(stage).append("') {\n      stages {\n");
            for (int action = 0; action < ACTIONS / STAGES; action++) {
                text.append("        stage('Act")
                        .append(stage)
                        .append('-')
                        .append(action)
                        .append("') {\n          agent any\n          steps { sh 'true' }\n        }\n");
            }
            text.append("      }\n    }\n");
        }
        return text.append("  }\n}\n").toString();
    }
}
