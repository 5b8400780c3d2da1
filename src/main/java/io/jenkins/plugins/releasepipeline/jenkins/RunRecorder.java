package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.Cause;
import hudson.model.Result;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.ExecutionOrigin;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.ExecutionStatus;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.RollbackStart;
import io.jenkins.plugins.releasepipeline.runtime.ActionLogKey;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.PipelineListener;
import io.jenkins.plugins.releasepipeline.view.TransitionLines;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Tells runs what the journal says of their executions: a line in the console for each transition, the output of an
 * action when it has ended, and the result at the end. One thread, in the order of the events.
 */
final class RunRecorder implements PipelineListener {
    private static final Logger LOGGER = Logger.getLogger(RunRecorder.class.getName());

    private final UnfinishedRuns runs;
    private final ExecutorService thread;
    private final Set<ActionLogKey> growing = ConcurrentHashMap.newKeySet();
    private final TransitionLines lines = new TransitionLines(this::name, ZoneId.systemDefault());

    RunRecorder(UnfinishedRuns runs, ExecutorService thread) {
        this.runs = runs;
        this.thread = thread;
    }

    @Override
    public void happened(PipelineState state, List<Event> events) {
        later(() -> events.forEach(event -> recordAlone(state, events, event)));
    }

    /** Gives a run to each execution under way that has none yet: Jenkins ended before it could be made. */
    void adopt(PipelineState state) {
        for (ExecutionState live : state.liveExecutions()) {
            later(() -> adopt(state.pipelineName(), live.origin(), live.position()));
        }
    }

    /** @param stage where the execution begins */
    private void adopt(String pipelineId, ExecutionOrigin origin, String stage) {
        try {
            runs.runOrNew(pipelineId, origin.id())
                    .filter(run -> !run.hasStarted())
                    .ifPresent(run -> {
                        List<Cause> causes = Causes.of(run.getParent(), origin, stage);
                        run.adopt(causes, RunAuthentication.withoutQueue(run.getParent(), origin, causes));
                    });
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot make the run of execution " + origin.id(), e);
        }
    }

    /** Prints a line in the run's console. */
    void say(ReleasePipelineRun run, String line) {
        later(() -> {
            if (run.isBuilding()) {
                run.tell(line);
            }
        });
    }

    /** A run whose execution ended, or never began, while Jenkins was down. */
    void takeUp(ReleasePipelineRun run, Optional<ExecutionRecord> record) {
        later(() -> {
            if (record.isEmpty()) {
                run.log().getLogger().println("Jenkins ended before this execution had begun.");
                run.end(Result.FAILURE);
            } else {
                run.log().getLogger().println("Jenkins ended before the end of this execution was told here.");
                run.end(result(record.get().status()));
            }
        });
    }

    /** An attempt has written something, which is shown in the console soon. Cheap, however often it is called. */
    void wrote(ReleasePipelineRun run, ActionLogKey key) {
        if (growing.add(key)) {
            later(() -> {
                growing.remove(key);
                if (run.isBuilding()) {
                    run.console().grew(key);
                }
            });
        }
    }

    /**
     * After a restart, output is taken over again from its beginning; what an attempt has said since then is cut off.
     *
     * @param size how much of its log there was at the restart
     */
    void rewound(ReleasePipelineRun run, ActionLogKey key, long size) {
        later(() -> {
            if (run.isBuilding()) {
                run.console().rewound(key, size);
            }
        });
    }

    /** Waits until all runs were told what has happened so far. */
    void finish() throws InterruptedException {
        try {
            thread.submit(() -> {}).get();
        } catch (ExecutionException | RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "Jenkins is ending", e);
        }
    }

    void close() {
        thread.shutdown();
    }

    private void later(Runnable work) {
        try {
            thread.execute(() -> {
                try (ACLContext asSystem = ACL.as2(ACL.SYSTEM2)) {
                    work.run();
                } catch (RuntimeException e) {
                    LOGGER.log(Level.WARNING, "A run could not be told what happened", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "Jenkins is ending; the run is told at the next start", e);
        }
    }

    /** What goes wrong with an event keeps the next ones from nobody, the end of a run above all. */
    private void recordAlone(PipelineState state, List<Event> events, Event event) {
        try {
            record(state, events, event);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "A run could not be told of " + event, e);
        }
    }

    private void record(PipelineState state, List<Event> events, Event event) {
        if (event instanceof Event.ExecutionStarted started) {
            adopt(
                    state.pipelineName(),
                    ExecutionOrigin.of(started),
                    started.rollback().map(RollbackStart::stage).orElse(""));
        }
        if (event instanceof Event.OfExecution of) {
            runs.run(of.executionId()).ifPresent(run -> record(run, state, of));
        }
        if (event instanceof Event.TransitionChanged changed) {
            inFront(state, events, changed.stage()).distinct().forEach(id -> runs.run(id)
                    .ifPresent(run -> run.tell(lines.line(changed))));
        }
    }

    /** Those that wait in front of a stage, and those that have just been let in. */
    private static Stream<String> inFront(PipelineState state, List<Event> events, String stage) {
        return Stream.concat(
                state.liveExecutions().stream()
                        .filter(live -> live.waiting() && live.position().equals(stage))
                        .map(ExecutionState::id),
                events.stream()
                        .filter(event -> event instanceof Event.StageEntered entered
                                && entered.stage().equals(stage))
                        .map(event -> ((Event.StageEntered) event).executionId()));
    }

    private String name(String executionId) {
        return runs.run(executionId).map(run -> "#" + run.getNumber()).orElse("execution " + executionId);
    }

    private void record(ReleasePipelineRun run, PipelineState state, Event.OfExecution event) {
        if (event instanceof Event.ActionFinished finished) {
            sectionEnds(run, finished.stage(), finished.action(), finished.actionExecutionId());
        }
        if (event instanceof Event.RuleFinished finished) {
            sectionEnds(run, finished.stage(), finished.rule(), finished.ruleExecutionId());
        }
        if (event instanceof Event.ActionFinished finished
                && finished.revision().isPresent()) {
            run.commits();
        }
        lines.line(state, event).ifPresent(run::tell);
        ending(event).ifPresent(status -> {
            run.console().end();
            run.end(result(status));
        });
    }

    private static void sectionEnds(ReleasePipelineRun run, String stage, String work, String attempt) {
        run.console().ended(new ActionLogKey("", run.getExecutionId(), stage, work, attempt));
    }

    private static Optional<ExecutionStatus> ending(Event event) {
        if (event instanceof Event.ExecutionSucceeded) {
            return Optional.of(ExecutionStatus.Succeeded);
        }
        if (event instanceof Event.ExecutionFailed) {
            return Optional.of(ExecutionStatus.Failed);
        }
        if (event instanceof Event.ExecutionStopped) {
            return Optional.of(ExecutionStatus.Stopped);
        }
        if (event instanceof Event.ExecutionCancelled) {
            return Optional.of(ExecutionStatus.Cancelled);
        }
        if (event instanceof Event.ExecutionSuperseded) {
            return Optional.of(ExecutionStatus.Superseded);
        }
        return Optional.empty();
    }

    private static Result result(ExecutionStatus status) {
        return switch (status) {
            case Succeeded -> Result.SUCCESS;
            case Superseded -> Result.NOT_BUILT;
            case Stopped, Cancelled -> Result.ABORTED;
            case Failed, InProgress, Stopping -> Result.FAILURE;
        };
    }
}
