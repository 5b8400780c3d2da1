package io.jenkins.plugins.releasepipeline.trigger;

import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.Trigger;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import io.jenkins.plugins.releasepipeline.runtime.CommandResult;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/**
 * A start that nobody gave by hand.
 *
 * @param type what started it
 * @param detail more about it; cut at 1024 characters
 * @param by who is behind it all the same
 * @param revisions source action to the revision it is to deliver
 * @param once the same text starts the pipeline once
 */
record PipelineStart(TriggerType type, String detail, List<String> by, Map<String, String> revisions, String once) {
    private static final int MAX_DETAIL = 1024;

    /** Of something that nobody is known to be behind. */
    PipelineStart(TriggerType type, String detail, Map<String, String> revisions, String once) {
        this(type, detail, List.of(), revisions, once);
    }

    /** What became of it. */
    sealed interface Outcome {
        /** In words for a person. */
        String told();

        record Started(String executionId) implements Outcome {
            @Override
            public String told() {
                return "started " + executionId;
            }
        }

        record HadStarted(String executionId) implements Outcome {
            @Override
            public String told() {
                return "had started before as " + executionId;
            }
        }

        record Refused(String why) implements Outcome {
            @Override
            public String told() {
                return "refused: " + why;
            }
        }
    }

    /**
     * Blocks until it is on disk.
     *
     * @throws IOException when it cannot be written down now; trying again starts nothing twice
     */
    Outcome of(PipelineRuntime pipeline) throws IOException {
        String id = UUID.randomUUID().toString();
        Command command = new Command.StartExecution(
                id,
                new Trigger(type, detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail, by),
                Map.of(),
                revisions,
                Optional.of("trigger-" + HexFormat.of().formatHex(Signatures.digest(pipeline.name() + "\n" + once))));
        try {
            CommandResult result =
                    pipeline.submit(command).toCompletableFuture().get();
            if (result instanceof CommandResult.Refused refused) {
                return new Outcome.Refused(refused.refusal().message());
            }
            String begun = ((CommandResult.Done) result).executionId().orElse(id);
            return begun.equals(id) ? new Outcome.Started(id) : new Outcome.HadStarted(begun);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while starting " + pipeline.name(), e);
        } catch (ExecutionException e) {
            throw new IOException(
                    pipeline.name() + " cannot be started now: " + e.getCause().getMessage(), e);
        }
    }
}
