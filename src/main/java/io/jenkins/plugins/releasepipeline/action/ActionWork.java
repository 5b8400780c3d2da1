package io.jenkins.plugins.releasepipeline.action;

import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * An attempt whose work is a chain of steps: processes on agents, and what is done between them.
 *
 * <p>The steps begin on {@link ActionContext#executor()}, and every stage that this class gives out completes there, so
 * a step that follows one by {@code thenApply} or {@code thenCompose} may do short blocking I/O. A step ends the attempt
 * by throwing an {@link ActionFailure}; an {@link IOException} it lets through, wrapped in an
 * {@link UncheckedIOException}, becomes a failure of type {@link FailureType#SystemUnavailable}.
 *
 * <p>Thread-safe.
 */
public final class ActionWork implements ActionRun {
    private static final int PIPE = 1 << 16;

    private final ActionContext context;
    private final CompletableFuture<ActionResult> completion = new CompletableFuture<>();
    private final Set<AgentProcess> running = new HashSet<>();
    private final List<CompletableFuture<Agent>> waiting = new ArrayList<>();
    private String stopped;

    private ActionWork(ActionContext context) {
        this.context = context;
    }

    /** Begins the steps and returns at once. */
    public static ActionRun begin(ActionContext context, Function<ActionWork, CompletionStage<ActionResult>> steps) {
        ActionWork work = new ActionWork(context);
        CompletableFuture.supplyAsync(() -> steps.apply(work), context.executor())
                .thenCompose(Function.identity())
                .whenComplete(work::end);
        return work;
    }

    public ActionContext context() {
        return context;
    }

    /** The value of a configuration key that the action cannot do without. */
    public String required(String key) {
        return optional(key)
                .orElseThrow(() -> new ActionFailure(
                        FailureType.ConfigurationError,
                        "The configuration of action " + context.action().name() + " has no " + key));
    }

    /** The value of a configuration key; an empty one counts as absent. */
    public Optional<String> optional(String key) {
        return Optional.ofNullable(context.configuration().get(key)).filter(value -> !value.isEmpty());
    }

    /** Whether a configuration key is {@code true}, in any case; absent is false. */
    public boolean flag(String key) {
        return optional(key).map(Boolean::parseBoolean).orElse(false);
    }

    /** Asks for an agent; the stage fails with an {@link ActionFailure} when the attempt is stopped meanwhile. */
    public CompletionStage<Agent> agent(AgentRequest request) {
        CompletableFuture<Agent> lent = new CompletableFuture<>();
        synchronized (this) {
            checkStopped();
            waiting.add(lent);
        }
        context.agent(request).whenComplete((agent, failure) -> {
            if (failure == null) {
                lent.complete(agent);
            } else {
                lent.completeExceptionally(failure);
            }
        });
        return lent.thenApplyAsync(this::unlessStopped, context.executor());
    }

    /**
     * Runs a process to its end, whatever end that is.
     *
     * @throws ActionFailure when the attempt was stopped; the stage fails with it when it is stopped meanwhile
     */
    public CompletionStage<ProcessExit> run(Agent agent, ProcessSpec spec) {
        AgentProcess process;
        synchronized (this) {
            checkStopped();
            process = agent.start(spec);
            running.add(process);
        }
        return ended(process).thenApply(this::unlessStopped);
    }

    /** Runs a process to its end even when the attempt was stopped: what cleans up after it. */
    public CompletionStage<ProcessExit> runAnyway(Agent agent, ProcessSpec spec) {
        return ended(agent.start(spec));
    }

    private CompletionStage<ProcessExit> ended(AgentProcess process) {
        return process.exit()
                .thenApplyAsync(
                        exit -> {
                            synchronized (this) {
                                running.remove(process);
                            }
                            return exit;
                        },
                        context.executor());
    }

    /**
     * Packs files of an agent and stores them as an artifact of the execution. Blocks until the artifact is durable.
     *
     * @throws ActionFailure when the files cannot be packed (of type JobFailed) or stored (SystemUnavailable)
     */
    public ArtifactDigest store(Agent agent, FileSelection selection) {
        return store(zip -> agent.pack(selection, zip));
    }

    /**
     * Stores a zip file while it is being written. Blocks until the artifact is durable.
     *
     * @throws ActionFailure when writing (of type JobFailed) or storing (SystemUnavailable) failed
     */
    public ArtifactDigest store(Packing packing) {
        checkStopped();
        CompletableFuture<Void> packed = new CompletableFuture<>();
        try (PipedInputStream zip = new PipedInputStream(PIPE)) {
            PipedOutputStream end = new PipedOutputStream(zip);
            Thread packer = new Thread(
                    () -> {
                        try (end) {
                            packing.writeTo(end);
                            packed.complete(null);
                        } catch (IOException | RuntimeException e) {
                            packed.completeExceptionally(e);
                        }
                    },
                    "pack-" + context.actionExecutionId());
            packer.setDaemon(true);
            packer.start();
            return context.artifacts().put(context.pipelineExecutionId(), new Complete(zip, packed));
        } catch (IOException e) {
            if (e.getCause() instanceof CompletionException cause) {
                throw new ActionFailure(
                        FailureType.JobFailed,
                        "Cannot pack the files: " + cause.getCause().getMessage(),
                        cause.getCause());
            }
            throw new ActionFailure(FailureType.SystemUnavailable, "Cannot store the artifact: " + e.getMessage(), e);
        }
    }

    /** Writes a zip file, and does not close the stream. */
    @FunctionalInterface
    public interface Packing {
        void writeTo(OutputStream zip) throws IOException;
    }

    /** Ends only when what was to be written has been written, else fails. */
    private static final class Complete extends FilterInputStream {
        private final CompletableFuture<Void> written;

        Complete(InputStream in, CompletableFuture<Void> written) {
            super(in);
            this.written = written;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            if (read < 0) {
                try {
                    written.join();
                } catch (CompletionException e) {
                    throw new IOException("the files could not be packed", e);
                }
            }
            return read;
        }
    }

    @Override
    public CompletionStage<ActionResult> completion() {
        return completion.minimalCompletionStage();
    }

    @Override
    public void stop(String reason) {
        List<AgentProcess> processes;
        List<CompletableFuture<Agent>> requests;
        synchronized (this) {
            if (stopped != null || completion.isDone()) {
                return;
            }
            stopped = reason;
            processes = List.copyOf(running);
            requests = List.copyOf(waiting);
        }
        context.log().println("Stopped: " + reason);
        processes.forEach(AgentProcess::kill);
        requests.forEach(request -> request.completeExceptionally(stop()));
    }

    /**
     * Whether a step failed only because this host is ending: its threads take no more work, or were interrupted. The
     * attempt is found again afterwards, so nothing is to be cleaned up.
     */
    public static boolean isEndOfHost(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof RejectedExecutionException || cause instanceof ClosedByInterruptException) {
                return true;
            }
        }
        return false;
    }

    /** Whether the attempt was stopped. */
    public synchronized boolean isStopped() {
        return stopped != null;
    }

    /** @throws ActionFailure when the attempt was stopped */
    public void checkStopped() {
        if (isStopped()) {
            throw stop();
        }
    }

    private synchronized ActionFailure stop() {
        return new ActionFailure(FailureType.JobFailed, "Stopped: " + stopped);
    }

    private <T> T unlessStopped(T value) {
        checkStopped();
        return value;
    }

    private void end(ActionResult result, Throwable thrown) {
        if (thrown == null) {
            completion.complete(result);
            return;
        }
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ActionFailure failure) {
            completion.complete(ActionResult.failed(failure.type(), failure.getMessage()));
        } else if (cause instanceof UncheckedIOException io) {
            completion.complete(ActionResult.failed(
                    FailureType.SystemUnavailable, io.getCause().getMessage()));
        } else {
            completion.completeExceptionally(cause);
        }
    }
}
