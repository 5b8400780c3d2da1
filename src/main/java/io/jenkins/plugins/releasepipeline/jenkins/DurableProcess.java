package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.XmlFile;
import hudson.model.Computer;
import hudson.model.TaskListener;
import io.jenkins.plugins.releasepipeline.action.ActionLog;
import io.jenkins.plugins.releasepipeline.action.AgentProcess;
import io.jenkins.plugins.releasepipeline.action.ProcessExit;
import io.jenkins.plugins.releasepipeline.action.ProcessExit.Outcome;
import io.jenkins.plugins.releasepipeline.action.ProcessSpec;
import io.jenkins.plugins.releasepipeline.definition.FileNames;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.durabletask.BourneShellScript;
import org.jenkinsci.plugins.durabletask.Controller;

/**
 * A process on a node, run by durable-task: it outlives this Jenkins and the node's connection. That it is about to start
 * is on record before it is started, and how to find it again right after; what is found half-way between is lost, and
 * never started a second time.
 */
final class DurableProcess implements AgentProcess {
    private static final Logger LOGGER = Logger.getLogger(DurableProcess.class.getName());
    private static final long SHORTEST_DELAY = 100;
    private static final long LONGEST_DELAY = 1_000;
    private static final String LOGS = "the logs of actions";

    private final JenkinsAgent agent;
    private final ProcessSpec spec;
    private final XmlFile file;
    private final ScheduledExecutorService timers;
    private final CompletableFuture<ProcessExit> exit = new CompletableFuture<>();
    private Record record;
    private long delay = SHORTEST_DELAY;
    private long unreachableSince;
    private boolean stopped;
    private volatile boolean closed;

    /** What is known of a process, on disk. */
    static final class Record {
        private long first;
        private long logPosition;
        private String killed;
        private Controller controller;
    }

    private DurableProcess(JenkinsAgent agent, ProcessSpec spec, Path records, ScheduledExecutorService timers) {
        this.agent = agent;
        this.spec = spec;
        this.file = new XmlFile(
                Jenkins.XSTREAM2,
                records.resolve(FileNames.of(spec.id()) + ".xml").toFile());
        this.timers = timers;
    }

    /** Starts a process, or finds the one that was started before. Returns at once. */
    static DurableProcess start(JenkinsAgent agent, ProcessSpec spec, Path records, ScheduledExecutorService timers) {
        DurableProcess process = new DurableProcess(agent, spec, records, timers);
        Computer.threadPoolForRemoting.execute(process::begin);
        return process;
    }

    private synchronized void begin() {
        try {
            if (file.exists()) {
                record = (Record) file.read();
                spec.log().truncate(Math.min(record.logPosition, spec.log().position()));
                if (record.controller == null) {
                    end(
                            Outcome.LOST,
                            "Jenkins ended while the process was being started, and nobody knows whether it ran");
                    return;
                }
            } else {
                record = new Record();
                record.first = System.currentTimeMillis();
                record.logPosition = spec.log().position();
                file.write(record);
                launch();
                file.write(record);
            }
            if (agent.isOver()) {
                kill(Outcome.KILLED);
            }
            later();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, "Cannot start " + spec.id(), e);
            end(Outcome.NOT_STARTED, "the process " + spec.id() + " could not be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(Outcome.NOT_STARTED, "interrupted while the process " + spec.id() + " was being started");
        }
    }

    private void launch() throws IOException, InterruptedException {
        FilePath workspace = agent.path();
        String directory = workspace.child(spec.directory()).getRemote();
        BourneShellScript script = new BourneShellScript(
                ShellScript.of(spec.command(), directory, spec.outputFile().map(output -> workspace
                        .child(output)
                        .getRemote())));
        EnvVars environment = agent.environment();
        environment.putAll(spec.environment());
        record.controller = script.launch(environment, workspace, agent.launcher(TaskListener.NULL), TaskListener.NULL);
    }

    @Override
    public CompletionStage<ProcessExit> exit() {
        return exit.minimalCompletionStage();
    }

    @Override
    public void kill() {
        Computer.threadPoolForRemoting.execute(() -> kill(Outcome.KILLED));
    }

    /** Follows no more: the attempt is over. */
    void close() {
        closed = true;
    }

    private synchronized void kill(Outcome outcome) {
        if (exit.isDone() || record == null || record.killed != null) {
            return;
        }
        try {
            record.killed = outcome.name();
            file.write(record);
            stop();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot kill " + spec.id() + " on " + agent.name(), e);
        }
    }

    private void stop() throws IOException {
        if (record.controller == null) {
            return;
        }
        try {
            record.controller.stop(agent.path(), agent.launcher(TaskListener.NULL));
            stopped = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void later() {
        try {
            timers.schedule(() -> Computer.threadPoolForRemoting.execute(this::follow), delay, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "Jenkins is ending; {0} goes on and is found again", spec.id());
        }
    }

    private synchronized void follow() {
        if (exit.isDone()) {
            return;
        }
        if (closed) {
            end(Outcome.KILLED, "its attempt is over");
            return;
        }
        try {
            FilePath workspace = agent.path();
            if (unreachableSince != 0) {
                spec.log().println("The agent " + agent.name() + " is back.");
                unreachableSince = 0;
            }
            if (record.killed != null && !stopped) {
                stop();
            }
            Integer code =
                    record.controller.exitStatus(workspace, agent.launcher(TaskListener.NULL), TaskListener.NULL);
            boolean more = output(workspace);
            if (code != null) {
                while (output(workspace)) {
                    LOGGER.log(Level.FINEST, "more output of {0}", spec.id());
                }
                record.controller.cleanup(workspace);
                ended(code);
                return;
            }
            if (record.killed == null
                    && System.currentTimeMillis() - record.first
                            > spec.timeout().toMillis()) {
                kill(Outcome.TIMED_OUT);
            }
            delay = more ? SHORTEST_DELAY : Math.min(LONGEST_DELAY, delay * 5 / 4 + 1);
        } catch (LogNotWrittenException e) {
            LOGGER.log(Level.FINE, "The log waits for room on the disk", e);
            delay = LONGEST_DELAY;
        } catch (IOException | RuntimeException e) {
            unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            unreachable(e);
        }
        if (!exit.isDone()) {
            later();
        }
    }

    /** The node does not answer: the process may go on there, so this waits for it for a while. */
    private void unreachable(Exception e) {
        LOGGER.log(Level.FINE, "Cannot ask " + agent.name() + " for " + spec.id(), e);
        delay = LONGEST_DELAY;
        if (unreachableSince == 0) {
            unreachableSince = System.nanoTime();
            spec.log().println("The agent " + agent.name() + " does not answer; waiting for it.");
        }
        Duration patience = AgentSettings.get().patience();
        if (record.killed != null && agent.isRemoved()) {
            lose("the agent " + agent.name() + " was removed");
        } else if (System.nanoTime() - unreachableSince > patience.toNanos()) {
            lose(AgentSettings.lost(agent.name(), patience));
        }
    }

    private void lose(String reason) {
        agent.lose(reason);
        end(Outcome.LOST, reason);
    }

    private void ended(int code) {
        if (record.killed != null) {
            Outcome outcome = Outcome.valueOf(record.killed);
            end(
                    outcome,
                    outcome == Outcome.TIMED_OUT
                            ? "it was killed because it took longer than "
                                    + spec.timeout().toMinutes() + " minutes"
                            : "it was killed on request");
        } else if (code < 0) {
            end(
                    Outcome.LOST,
                    "the process " + spec.id() + " is gone without an exit code; the agent " + agent.name()
                            + " was restarted perhaps");
        } else {
            exit.complete(new ProcessExit(Outcome.EXITED, code, code == 0 ? "" : "it ended with exit code " + code));
        }
    }

    private void end(Outcome outcome, String message) {
        exit.complete(new ProcessExit(outcome, -1, message));
    }

    /**
     * Takes over what the process has written since. When the disk does not take it, all output is taken over again later
     * from its beginning, as after a restart: the controller counts what it could not hand over as handed over.
     */
    private boolean output(FilePath workspace) throws IOException, InterruptedException {
        Sink sink = new Sink(spec.log());
        boolean more;
        try {
            more = record.controller.writeLog(workspace, sink);
        } catch (IOException | RuntimeException e) {
            if (sink.failure == null) {
                throw e;
            }
            more = false;
        }
        if (sink.failure == null) {
            DiskTrouble.get().over(LOGS);
            return more;
        }
        DiskTrouble.get().tell(LOGS, sink.failure);
        spec.log().truncate(Math.min(record.logPosition, spec.log().position()));
        record.controller = ((Record) file.read()).controller;
        throw new LogNotWrittenException(sink.failure);
    }

    private static final class LogNotWrittenException extends IOException {
        private static final long serialVersionUID = 1L;

        LogNotWrittenException(RuntimeException cause) {
            super(cause);
        }
    }

    /** Where the output goes; it remembers that it could not be written. */
    private static final class Sink extends OutputStream {
        private final ActionLog log;
        private RuntimeException failure;

        Sink(ActionLog log) {
            this.log = log;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            try {
                log.write(bytes, offset, count);
            } catch (UncheckedIOException e) {
                failure = e;
                throw e.getCause();
            }
        }
    }
}
