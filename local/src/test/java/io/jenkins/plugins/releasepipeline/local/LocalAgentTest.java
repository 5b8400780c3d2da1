package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.AgentProcess;
import io.jenkins.plugins.releasepipeline.action.AgentRequest;
import io.jenkins.plugins.releasepipeline.action.ProcessExit;
import io.jenkins.plugins.releasepipeline.action.ProcessExit.Outcome;
import io.jenkins.plugins.releasepipeline.action.ProcessSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LocalAgentTest {
    private static final LocalAgents.Settings SETTINGS =
            new LocalAgents.Settings(2, Set.of(), Set.of(), Duration.ofSeconds(1));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private LocalAgents agents;
    private FileActionLog log;
    private Agent agent;

    @Before
    public void lend() throws Exception {
        log = FileActionLog.open(folder.getRoot().toPath().resolve("log"));
        open();
    }

    private void open() throws Exception {
        agents = new LocalAgents(folder.getRoot().toPath().resolve("home"), SETTINGS);
        agent = agents.agent("attempt", new AgentRequest("", "build"), log)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @After
    public void close() {
        agents.release("attempt");
        Deadline.await(() -> !Files.exists(Path.of(agent.workspace())), () -> "the workspace is still there");
        agents.close();
        log.close();
    }

    @Test
    public void gives_the_exit_code_and_the_output_of_a_process() throws Exception {
        assertThat(run(spec("one", "sh", "-c", "echo out; echo err >&2; exit 3")))
                .isEqualTo(new ProcessExit(Outcome.EXITED, 3, "it ended with exit code 3"));
        assertThat(text()).isEqualTo("out\nerr\n");
    }

    @Test
    public void says_what_is_missing_when_a_process_cannot_start() throws Exception {
        ProcessExit exit = run(spec("one", "no-such-program"));
        assertThat(exit.outcome()).isEqualTo(Outcome.NOT_STARTED);
        assertThat(exit.message()).contains("no-such-program");
    }

    @Test
    public void a_process_that_takes_too_long_is_killed_with_its_grandchildren() throws Exception {
        ProcessSpec spec = new ProcessSpec(
                "slow",
                List.of("sh", "-c", "(trap '' TERM; exec sleep 600) & setsid sleep 601 & sleep 602"),
                Map.of(),
                "",
                Optional.empty(),
                Duration.ofMillis(500),
                log);
        assertThat(run(spec).outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(runningInTheWorkspace()).isEmpty();
    }

    @Test
    public void twenty_starts_of_one_id_at_once_run_it_once() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try (LocalAgents others = new LocalAgents(folder.getRoot().toPath().resolve("home"), SETTINGS)) {
            Agent twin = others.agent("attempt", new AgentRequest("", "build"), log)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            List<Future<AgentProcess>> starts = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Agent starter = i % 2 == 0 ? agent : twin;
                starts.add(threads.submit(() -> starter.start(spec("one", "sh", "-c", "echo ran >> ran; sleep 0.2"))));
            }
            for (Future<AgentProcess> start : starts) {
                assertThat(start.get()
                                .exit()
                                .toCompletableFuture()
                                .get(30, TimeUnit.SECONDS)
                                .isSuccess())
                        .isTrue();
            }
            assertThat(Path.of(agent.workspace(), "ran")).hasContent("ran\n");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    public void another_host_finds_the_process_again_and_gets_its_output_exactly_once() throws Exception {
        log.println("before");
        agent.start(spec("one", "sh", "-c", "echo begun; while ! [ -e go ]; do sleep 0.05; done; echo done; exit 5"));
        Deadline.await(() -> text().contains("begun"), this::text);
        agents.close();
        log.println("written by an earlier life after the start");
        Files.createFile(Path.of(agent.workspace(), "go"));
        open();
        assertThat(run(spec("one", "false")).code()).isEqualTo(5);
        assertThat(text()).isEqualTo("before\nbegun\ndone\n");
    }

    private ProcessSpec spec(String id, String... command) {
        return new ProcessSpec(id, List.of(command), Map.of(), "", Optional.empty(), Duration.ofMinutes(1), log);
    }

    private ProcessExit run(ProcessSpec spec) throws Exception {
        return agent.start(spec).exit().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private List<String> runningInTheWorkspace() {
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    try {
                        return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"))
                                .startsWith(agent.workspace());
                    } catch (IOException e) {
                        return false;
                    }
                })
                .map(process -> process.info().commandLine().orElse("?"))
                .toList();
    }

    private String text() {
        try {
            return Files.readString(log.file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
