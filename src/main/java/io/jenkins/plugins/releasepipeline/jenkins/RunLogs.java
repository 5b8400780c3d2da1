package io.jenkins.plugins.releasepipeline.jenkins;

import io.jenkins.plugins.releasepipeline.action.ActionLog;
import io.jenkins.plugins.releasepipeline.runtime.ActionLogKey;
import io.jenkins.plugins.releasepipeline.runtime.ActionLogs;
import io.jenkins.plugins.releasepipeline.runtime.FileActionLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/** A file for each attempt in the directory of its run: {@code actions/ATTEMPT.log}. Deleted with the run. */
final class RunLogs implements ActionLogs {
    private final UnfinishedRuns runs;
    private final RunRecorder recorder;
    private final Map<ActionLogKey, FileActionLog> open = new ConcurrentHashMap<>();
    private final Map<String, ReleasePipelineRun> byAttempt = new ConcurrentHashMap<>();

    RunLogs(UnfinishedRuns runs, RunRecorder recorder) {
        this.runs = runs;
        this.recorder = recorder;
    }

    @Override
    public ActionLog open(ActionLogKey key) {
        ReleasePipelineRun run = run(key);
        byAttempt.put(key.actionExecutionId(), run);
        FileActionLog log = open.computeIfAbsent(key, each -> {
            try {
                return FileActionLog.open(run.logFile(each));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        long before = log.position();
        return new ShownLog(log, () -> recorder.wrote(run, key), position -> {
            if (position < before) {
                recorder.rewound(run, key, before);
            }
        });
    }

    /** A log that tells when it has grown. */
    private record ShownLog(FileActionLog log, Runnable grown, LongConsumer cut) implements ActionLog {
        @Override
        public void write(byte[] bytes, int offset, int length) {
            log.write(bytes, offset, length);
            grown.run();
        }

        @Override
        public void println(String line) {
            log.println(line);
            grown.run();
        }

        @Override
        public void mask(String secret) {
            log.mask(secret);
        }

        @Override
        public long position() {
            return log.position();
        }

        @Override
        public void truncate(long position) {
            log.truncate(position);
            cut.accept(position);
        }
    }

    private ReleasePipelineRun run(ActionLogKey key) {
        try {
            return runs.runOrNew(key.pipelineName(), key.executionId())
                    .orElseThrow(() -> new IllegalStateException(
                            "the job of execution " + key.executionId() + " is gone; restore the job"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The run of an attempt that has its log open. */
    Optional<ReleasePipelineRun> run(String actionExecutionId) {
        return Optional.ofNullable(byAttempt.get(actionExecutionId));
    }

    @Override
    public void close(ActionLogKey key) {
        byAttempt.remove(key.actionExecutionId());
        FileActionLog log = open.remove(key);
        if (log != null) {
            log.close();
        }
    }

    /** Nothing: the logs are the run's, and go when it goes. */
    @Override
    public void delete(String pipelineName, String executionId) {}
}
