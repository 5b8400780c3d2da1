package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.AgentProcess;
import io.jenkins.plugins.releasepipeline.action.AgentRequest;
import io.jenkins.plugins.releasepipeline.action.ProcessExit;
import io.jenkins.plugins.releasepipeline.action.ProcessExit.Outcome;
import io.jenkins.plugins.releasepipeline.action.ProcessSpec;
import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import io.jenkins.plugins.releasepipeline.runtime.FileActionLog;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
        agent = agents.agent("attempt", new AgentRequest("", "build"), log, why -> {})
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
            Agent twin = others.agent("attempt", new AgentRequest("", "build"), log, why -> {})
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

    @Test
    public void a_process_of_a_killed_jvm_is_found_again_with_its_whole_output_exactly_once() throws Exception {
        agents.close();
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName(),
                        folder.getRoot().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = child.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("started");
            Deadline.await(() -> text().contains("line 3\n"), this::text);
        } finally {
            child.destroyForcibly().waitFor();
        }
        open();
        log = FileActionLog.open(log.file());
        assertThat(run(spec("one", "false")).isSuccess()).isTrue();
        assertThat(text()).isEqualTo(Starter.OUTPUT);
        assertThat(Path.of(agent.workspace(), "ran")).hasContent("ran\n");
    }

    /** Starts a process and waits to be killed. */
    public static final class Starter {
        static final String OUTPUT = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> "line " + i + "\n")
                .collect(Collectors.joining("", "", "done\n"));

        private Starter() {}

        public static void main(String[] arguments) throws Exception {
            Path root = Path.of(arguments[0]);
            FileActionLog log = FileActionLog.open(root.resolve("log"));
            Agent agent = new LocalAgents(root.resolve("home"), SETTINGS)
                    .agent("attempt", new AgentRequest("", "build"), log, why -> {})
                    .toCompletableFuture()
                    .get();
            String script = "echo ran >> ran; i=0;"
                    + " while [ $i -lt 20 ]; do i=$((i+1)); echo line $i; sleep 0.05; done; echo done";
            agent.start(new ProcessSpec(
                    "one", List.of("sh", "-c", script), Map.of(), "", Optional.empty(), Duration.ofMinutes(1), log));
            System.out.println("started");
            System.in.read();
        }
    }

    @Test
    public void arguments_and_values_arrive_as_they_are() throws Exception {
        String evil = "\"; touch pwned; $(touch pwned) `touch pwned` ' \n * \\";
        ProcessSpec spec = new ProcessSpec(
                "one",
                List.of("printf", "%s|%s|", evil, "-n"),
                Map.of("EVIL", evil),
                "",
                Optional.empty(),
                Duration.ofMinutes(1),
                log);
        assertThat(run(spec).isSuccess()).isTrue();
        assertThat(text()).isEqualTo(evil + "|-n|");
        log.truncate(0);
        assertThat(run(spec("two", "sh", "-c", "echo \"$PWD\"; echo *")).isSuccess())
                .isTrue();
        assertThat(text()).isEqualTo(agent.workspace() + "\n*\n");
    }

    @Test
    public void a_secret_in_the_environment_is_neither_on_disk_nor_in_the_list_of_processes() throws Exception {
        String secret = "s3cr3t-" + UUID.randomUUID();
        AgentProcess process = agent.start(new ProcessSpec(
                "one",
                List.of("sh", "-c", "echo ${#SECRET}; while ! [ -e go ]; do sleep 0.05; done"),
                Map.of("SECRET", secret),
                "",
                Optional.empty(),
                Duration.ofMinutes(1),
                log));
        Deadline.await(() -> text().equals(secret.length() + "\n"), this::text);
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            assertThat(processes
                            .map(path -> path.resolve("cmdline"))
                            .map(LocalAgentTest::contentIfReadable)
                            .filter(commandLine -> commandLine.contains(secret)))
                    .isEmpty();
        }
        try (Stream<Path> files = Files.walk(folder.getRoot().toPath())) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(path -> contentIfReadable(path).contains(secret)))
                    .isEmpty();
        }
        agent.write("go", new ByteArrayInputStream(new byte[0]));
        assertThat(process.exit()
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS)
                        .isSuccess())
                .isTrue();
    }

    @Test
    public void a_process_gets_a_clean_environment() throws Exception {
        ProcessSpec spec = new ProcessSpec(
                "one",
                List.of("env"),
                Map.of("MINE", "1", "LANG", "C"),
                "",
                Optional.empty(),
                Duration.ofMinutes(1),
                log);
        assertThat(run(spec).isSuccess()).isTrue();
        Set<String> names =
                text().lines().map(line -> line.substring(0, line.indexOf('='))).collect(Collectors.toSet());
        assertThat(names).contains("PATH", "MINE").doesNotContain("MAVEN_CMD_LINE_ARGS", "MAVEN_PROJECTBASEDIR");
        assertThat(text()).contains("LANG=C\n");
    }

    @Test
    public void standard_output_can_go_to_a_file() throws Exception {
        ProcessSpec spec = new ProcessSpec(
                "one",
                List.of("sh", "-c", "echo out; echo err >&2"),
                Map.of(),
                "",
                Optional.of("result.txt"),
                Duration.ofMinutes(1),
                log);
        assertThat(run(spec).isSuccess()).isTrue();
        assertThat(text()).isEqualTo("err\n");
        assertThat(agent.read("result.txt")).hasContent("out");
    }

    @Test
    public void a_lot_of_output_arrives_whole() throws Exception {
        assertThat(run(spec("one", "sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); echo $i; done"))
                        .isSuccess())
                .isTrue();
        assertThat(text())
                .isEqualTo(IntStream.rangeClosed(1, 200_000)
                        .mapToObj(i -> i + "\n")
                        .collect(Collectors.joining()));
    }

    @Test
    public void what_cannot_start_says_why() throws Exception {
        assertThat(run(spec("../evil", "true")).message()).contains("../evil");
        assertThat(run(spec("one")).message()).contains("no command");
        ProcessSpec nowhere = new ProcessSpec(
                "two", List.of("true"), Map.of(), "nowhere", Optional.empty(), Duration.ofMinutes(1), log);
        assertThat(run(nowhere).message()).contains("there is no directory").contains("nowhere");
        ProcessSpec outside = new ProcessSpec(
                "three", List.of("true"), Map.of(), "../..", Optional.empty(), Duration.ofMinutes(1), log);
        assertThat(run(outside).message()).contains("leads out of the workspace");
        ProcessSpec nul = new ProcessSpec(
                "nul", List.of("env"), Map.of("A", "secret\0"), "", Optional.empty(), Duration.ofMinutes(1), log);
        assertThat(run(nul).message()).contains("'A'").doesNotContain("secret");
        assertThat(run(spec("nul-2", "echo", "a\0b")).outcome()).isEqualTo(Outcome.NOT_STARTED);
        assertThat(run(spec("four", "true", "x".repeat(1 << 20))).outcome()).isEqualTo(Outcome.NOT_STARTED);
    }

    @Test
    public void a_killed_process_says_so_also_to_a_later_host() throws Exception {
        AgentProcess process = agent.start(spec("one", "sleep", "600"));
        process.kill();
        process.kill();
        assertThat(process.exit()
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS)
                        .outcome())
                .isEqualTo(Outcome.KILLED);
        agents.close();
        open();
        assertThat(run(spec("one", "true")).outcome()).isEqualTo(Outcome.KILLED);
    }

    @Test
    public void a_kill_that_was_under_way_when_the_host_ended_is_carried_out_by_the_next() throws Exception {
        AgentProcess process =
                agent.start(spec("one", "sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done"));
        Deadline.await(() -> text().equals("ready\n"), this::text);
        process.kill();
        agents.close();
        assertThat(runningInTheWorkspace()).isNotEmpty();
        open();
        assertThat(run(spec("one", "true")).outcome()).isEqualTo(Outcome.KILLED);
        assertThat(runningInTheWorkspace()).isEmpty();
    }

    @Test
    public void the_time_of_a_process_is_counted_from_its_first_start() throws Exception {
        agent.start(spec("one", "sleep", "600"));
        agents.close();
        open();
        ProcessSpec spec = new ProcessSpec(
                "one", List.of("sleep", "600"), Map.of(), "", Optional.empty(), Duration.ofMillis(1), log);
        ProcessExit exit = run(spec);
        assertThat(exit.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(exit.message()).isEqualTo("it was killed because it took longer than 1 ms");
    }

    @Test
    public void a_process_that_someone_else_killed_is_lost() throws Exception {
        AgentProcess process = agent.start(spec("one", "sleep", "600"));
        Deadline.await(() -> started().isPresent(), () -> "not started");
        started().orElseThrow().signal("KILL", List.of());
        ProcessExit exit = process.exit().toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(exit.outcome()).isEqualTo(Outcome.LOST);
        assertThat(exit.message()).contains("gone without an exit code");
    }

    @Test
    public void a_process_of_before_a_restart_of_the_machine_is_lost() throws Exception {
        agents.close();
        Path control = Files.createDirectories(control());
        Files.writeString(control.resolve("first"), "0 0\n");
        Files.writeString(
                control.resolve("started"), "1 another-boot 1 (sh) S 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 7\n");
        open();
        ProcessExit exit = run(spec("one", "true"));
        assertThat(exit.outcome()).isEqualTo(Outcome.LOST);
        assertThat(exit.message()).contains("the machine was restarted");
    }

    @Test
    public void another_process_under_a_reused_number_is_left_alone() throws Exception {
        Process innocent = new ProcessBuilder("setsid", "sleep", "600").start();
        try {
            agents.close();
            Path control = Files.createDirectories(control());
            Files.writeString(control.resolve("first"), "0 0\n");
            String boot =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            Files.writeString(
                    control.resolve("started"),
                    innocent.pid() + " " + boot + " 1 (sh) S 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 7\n");
            open();
            AgentProcess process = agent.start(spec("one", "true"));
            process.kill();
            assertThat(process.exit()
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS)
                            .isSuccess())
                    .isFalse();
            agents.release("attempt");
            Deadline.await(() -> !Files.exists(control), () -> "not released");
            assertThat(innocent.isAlive()).isTrue();
        } finally {
            innocent.destroyForcibly();
        }
    }

    @Test
    public void a_start_that_ended_before_it_began_is_made_good() throws Exception {
        agents.close();
        Path control = Files.createDirectories(control());
        Files.writeString(control.resolve("first"), Instant.now().toEpochMilli() + " 0\n");
        open();
        assertThat(run(spec("one", "echo", "hello")).isSuccess()).isTrue();
        assertThat(text()).isEqualTo("hello\n");
    }

    @Test
    public void a_server_that_a_process_leaves_behind_outlives_the_attempt() throws Exception {
        Path pid = folder.getRoot().toPath().resolve("server.pid");
        assertThat(run(spec("one", "sh", "-c", "sleep 600 & echo $! > " + pid)).isSuccess())
                .isTrue();
        long server = Long.parseLong(Files.readString(pid).strip());
        try {
            agents.release("attempt");
            Deadline.await(() -> !Files.exists(Path.of(agent.workspace())), () -> "not released");
            assertThat(ProcessHandle.of(server)).isPresent();
        } finally {
            ProcessHandle.of(server).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    public void files_are_written_whole_with_their_directories_and_read_listed_and_deleted() throws Exception {
        agent.write("a/b/c.txt", new ByteArrayInputStream("content".getBytes(StandardCharsets.UTF_8)));
        agent.write("a/b/c.txt", new ByteArrayInputStream("changed".getBytes(StandardCharsets.UTF_8)));
        assertThat(agent.exists("a/b/c.txt")).isTrue();
        assertThat(agent.read("a/b/c.txt")).hasContent("changed");
        InputStream broken =
                new SequenceInputStream(new ByteArrayInputStream(new byte[10]), InputStream.nullInputStream()) {
                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        throw new IOException("the line broke");
                    }
                };
        assertThatThrownBy(() -> agent.write("a/b/c.txt", broken)).hasMessageContaining("the line broke");
        assertThat(agent.read("a/b/c.txt")).hasContent("changed");
        assertThat(agent.list(new FileSelection("a", List.of("**/*"), List.of(), false)))
                .containsExactly("b/c.txt");
        agent.delete("a");
        agent.delete("a");
        assertThat(agent.exists("a")).isFalse();
    }

    @Test
    public void a_relative_path_stays_in_the_workspace_and_an_absolute_one_may_lead_anywhere() throws Exception {
        Path outside = folder.newFolder("outside").toPath();
        Files.createSymbolicLink(Path.of(agent.workspace(), "link"), outside);
        for (String path : List.of("../evil", "a/../../evil", "link/evil", "link/deep/evil")) {
            assertThatThrownBy(() -> agent.write(path, new ByteArrayInputStream(new byte[1])))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(path)
                    .hasMessageContaining("leads out of the workspace");
        }
        assertThat(outside).isEmptyDirectory();
        agent.write(outside + "/deployed", new ByteArrayInputStream(new byte[1]));
        assertThat(outside.resolve("deployed")).exists();
    }

    @Test
    public void deleting_a_tree_follows_no_link() throws Exception {
        Path outside = folder.newFolder("outside").toPath();
        Files.writeString(outside.resolve("precious"), "");
        Files.createDirectory(Path.of(agent.workspace(), "dir"));
        Files.createSymbolicLink(Path.of(agent.workspace(), "dir", "link"), outside);
        agent.delete("dir");
        assertThat(outside.resolve("precious")).exists();
    }

    @Test
    public void what_one_agent_packs_another_unpacks() throws Exception {
        agent.write("in/run.sh", new ByteArrayInputStream("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8)));
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        agent.pack(FileSelection.all("in"), zip);
        agent.unpack(new ByteArrayInputStream(zip.toByteArray()), "out");
        assertThat(agent.read("out/run.sh")).hasContent("#!/bin/sh");
    }

    private Path control() {
        return folder.getRoot().toPath().resolve("home/processes/attempt/build/one");
    }

    private Optional<ProcessId> started() {
        try {
            return ProcessId.read(control().resolve("started"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String contentIfReadable(Path path) {
        try {
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
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
