package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.AgentProcess;
import io.jenkins.plugins.releasepipeline.action.AgentRequest;
import io.jenkins.plugins.releasepipeline.action.ProcessExit;
import io.jenkins.plugins.releasepipeline.action.ProcessExit.Outcome;
import io.jenkins.plugins.releasepipeline.action.ProcessSpec;
import io.jenkins.plugins.releasepipeline.runtime.FileActionLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LocalAgentsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path home;
    private LocalAgents agents;
    private FileActionLog log;

    @Before
    public void open() throws IOException {
        home = folder.getRoot().toPath().resolve("home");
        log = FileActionLog.open(folder.getRoot().toPath().resolve("log"));
        reopen(Set.of());
    }

    private void reopen(Set<String> labels) throws IOException {
        if (agents != null) {
            agents.close();
        }
        agents = new LocalAgents(home, new LocalAgents.Settings(2, labels, Set.of(), Duration.ofMillis(500)));
    }

    @After
    public void close() {
        agents.close();
        log.close();
    }

    @Test
    public void attempts_wait_for_a_free_agent_in_the_order_in_which_they_asked() throws Exception {
        ask("one", "build");
        ask("two", "build");
        CompletableFuture<Agent> three = ask("three", "build");
        CompletableFuture<Agent> four = ask("four", "build");
        assertThat(three).isNotDone();
        assertThat(Files.readString(log.file())).contains("Waiting for an agent");
        agents.release("one");
        assertThat(three.get(10, TimeUnit.SECONDS).workspace()).endsWith("/workspaces/three/build");
        assertThat(four).isNotDone();
        agents.release("two");
        four.get(10, TimeUnit.SECONDS);
    }

    @Test
    public void an_attempt_that_has_an_agent_gets_all_further_ones_at_once() throws Exception {
        ask("one", "a").get();
        ask("two", "a").get();
        for (int i = 0; i < 10; i++) {
            assertThat(ask("one", "target-" + i)).isDone();
        }
    }

    @Test
    public void all_requests_of_a_waiting_attempt_are_met_together() throws Exception {
        ask("one", "a");
        ask("two", "a");
        CompletableFuture<Agent> first = ask("three", "a");
        CompletableFuture<Agent> second = ask("three", "b");
        agents.release("one");
        assertThat(first.get(10, TimeUnit.SECONDS).workspace())
                .isNotEqualTo(second.get(10, TimeUnit.SECONDS).workspace());
    }

    @Test
    public void equal_requests_give_the_same_agent_and_after_a_restart_the_same_workspace() throws Exception {
        Agent agent = ask("one", "build").get();
        assertThat(ask("one", "build").get()).isSameAs(agent);
        Files.writeString(Path.of(agent.workspace(), "kept"), "");
        reopen(Set.of());
        agents.recover(Set.of("one"));
        assertThat(ask("one", "build").get().exists("kept")).isTrue();
    }

    @Test
    public void attempts_that_go_on_after_a_restart_keep_their_places() throws Exception {
        ask("one", "build");
        ask("two", "build");
        reopen(Set.of());
        agents.recover(Set.of("one", "two"));
        CompletableFuture<Agent> three = ask("three", "build");
        assertThat(three).isNotDone();
        assertThat(ask("two", "build")).isDone();
        agents.release("two");
        three.get(10, TimeUnit.SECONDS);
    }

    @Test
    public void an_agent_with_a_label_that_no_machine_has_is_refused_with_advice() throws Exception {
        reopen(Set.of("linux"));
        AgentRequest request = new AgentRequest("windows", "build");
        assertThatThrownBy(() -> agents.agent("one", request, log, log::println)
                        .toCompletableFuture()
                        .get())
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'windows'")
                .hasMessageContaining("[linux]")
                .hasMessageContaining("release-pipeline.yaml");
        assertThat(agents.agent("one", new AgentRequest("linux", "build"), log, log::println)
                        .toCompletableFuture())
                .isDone();
    }

    @Test
    public void a_released_attempt_leaves_no_process_and_no_file() throws Exception {
        Agent agent = ask("one", "build").get();
        AgentProcess process =
                start(agent, "sh", "-c", "mkdir locked; touch locked/file; chmod 500 locked; echo ok; sleep 600");
        Deadline.await(() -> text().contains("ok"), this::text);
        agents.release("one");
        assertThat(exit(process).outcome()).isEqualTo(Outcome.KILLED);
        awaitNothingLeft();
        assertThat(runningIn(agent.workspace())).isEmpty();
    }

    @Test
    public void after_its_release_an_attempt_can_do_nothing_more() throws Exception {
        Agent agent = ask("one", "build").get();
        agents.release("one");
        awaitNothingLeft();
        assertThat(exit(start(agent, "true")).message()).contains("the attempt is over");
        assertThatThrownBy(() -> agent.write("file", new ByteArrayInputStream(new byte[0])))
                .hasMessageContaining("the attempt is over");
        assertThat(ask("one", "build")).isCompletedExceptionally();
        awaitNothingLeft();
    }

    @Test
    public void a_waiting_attempt_that_is_released_waits_no_more() throws Exception {
        ask("one", "build");
        ask("two", "build");
        CompletableFuture<Agent> three = ask("three", "build");
        agents.release("three");
        assertThat(three).isCancelled();
        CompletableFuture<Agent> four = ask("four", "build");
        agents.release("one");
        four.get(10, TimeUnit.SECONDS);
    }

    @Test
    public void what_attempts_of_an_earlier_life_left_is_cleared_away() throws Exception {
        Agent dead = ask("dead", "build").get();
        start(dead, "sh", "-c", "trap '' TERM; echo ok; while :; do sleep 1; done");
        Agent live = ask("live", "build").get();
        AgentProcess survivor = start(live, "sh", "-c", "while ! [ -e go ]; do sleep 0.05; done");
        Deadline.await(() -> text().contains("ok"), this::text);
        Files.createDirectories(home.resolve("workspaces/older/build/sub"));
        Files.createDirectories(home.resolve("processes/oldest/build/new-123"));
        reopen(Set.of());
        assertThat(runningIn(dead.workspace())).isNotEmpty();
        agents.recover(Set.of("live"));
        Deadline.await(() -> list("workspaces").equals(List.of("live")), () -> list("workspaces")
                .toString());
        Deadline.await(() -> list("processes").equals(List.of("live")), () -> list("processes")
                .toString());
        assertThat(runningIn(dead.workspace())).isEmpty();
        assertThat(survivor.exit().toCompletableFuture()).isNotDone();
        Agent again = ask("live", "build").get();
        again.write("go", new ByteArrayInputStream(new byte[0]));
        assertThat(exit(start(again, "false")).isSuccess()).isTrue();
    }

    @Test
    public void names_that_would_lead_elsewhere_are_refused() {
        for (String name : List.of("../evil", "", ".", "..", "a/b")) {
            assertThatThrownBy(() -> ask(name, "build")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ask("one", name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> agents.release(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private CompletableFuture<Agent> ask(String attempt, String key) {
        return agents.agent(attempt, new AgentRequest("", key), log, log::println)
                .toCompletableFuture();
    }

    private AgentProcess start(Agent agent, String... command) {
        return agent.start(
                new ProcessSpec("one", List.of(command), Map.of(), "", Optional.empty(), Duration.ofMinutes(1), log));
    }

    private static ProcessExit exit(AgentProcess process) throws Exception {
        return process.exit().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private void awaitNothingLeft() {
        Deadline.await(
                () -> list("workspaces").isEmpty() && list("processes").isEmpty(),
                () -> list("workspaces") + " and " + list("processes") + " are left");
    }

    private List<String> list(String directory) {
        try (Stream<Path> children = Files.list(home.resolve(directory))) {
            return children.map(child -> child.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Long> runningIn(String directory) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> {
                    try {
                        return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"))
                                .startsWith(directory);
                    } catch (IOException e) {
                        return false;
                    }
                })
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
