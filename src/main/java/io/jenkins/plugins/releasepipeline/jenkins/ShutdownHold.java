package io.jenkins.plugins.releasepipeline.jenkins;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionProvider;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import io.jenkins.plugins.releasepipeline.definition.FileNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * While Jenkins prepares for shutdown no action begins: it begins when the shutdown is cancelled, or after the restart. What
 * is held back is on disk, so that the next Jenkins begins it rather than looking for it. Thread-safe.
 */
final class ShutdownHold {
    private static final Logger LOGGER = Logger.getLogger(ShutdownHold.class.getName());
    private static final long LOOK_SECONDS = 1;

    private final Path directory;
    private final ScheduledExecutorService timers;

    ShutdownHold(Path directory, ScheduledExecutorService timers) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.timers = timers;
    }

    /** The same provider, whose attempts do not begin while Jenkins prepares for shutdown. */
    ActionProvider over(ActionProvider provider) {
        return new ActionProvider() {
            @Override
            public ActionTypeId type() {
                return provider.type();
            }

            @Override
            public ActionTypeSchema schema() {
                return provider.schema();
            }

            @Override
            public ActionRun start(ActionContext context) {
                return Jenkins.get().isQuietingDown() ? hold(provider, context) : provider.start(context);
            }

            @Override
            public ActionRun reattach(ActionContext context) {
                return Files.exists(mark(context)) ? hold(provider, context) : provider.reattach(context);
            }
        };
    }

    private ActionRun hold(ActionProvider provider, ActionContext context) {
        try {
            Files.writeString(mark(context), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        context.log()
                .println("Jenkins is about to shut down: the action begins when that is cancelled, or afterwards.");
        Held held = new Held(provider, context);
        held.later();
        return held;
    }

    private Path mark(ActionContext context) {
        return directory.resolve(FileNames.of(context.actionExecutionId()));
    }

    private final class Held implements ActionRun {
        private final ActionProvider provider;
        private final ActionContext context;
        private final CompletableFuture<ActionResult> completion = new CompletableFuture<>();
        private ActionRun begun;

        Held(ActionProvider provider, ActionContext context) {
            this.provider = provider;
            this.context = context;
        }

        @Override
        public CompletionStage<ActionResult> completion() {
            return completion;
        }

        @Override
        public synchronized void stop(String reason) {
            if (begun != null) {
                begun.stop(reason);
            } else if (completion.complete(ActionResult.failed(FailureType.JobFailed, reason))) {
                forget();
            }
        }

        private void later() {
            try {
                timers.schedule(() -> context.executor().execute(this::look), LOOK_SECONDS, TimeUnit.SECONDS);
            } catch (RejectedExecutionException e) {
                LOGGER.log(Level.FINE, "Jenkins is ending; the action begins in the next one", e);
            }
        }

        private synchronized void look() {
            if (completion.isDone()) {
                return;
            }
            if (Jenkins.get().isQuietingDown()) {
                later();
                return;
            }
            try {
                forget();
                begun = provider.start(context);
                begun.completion().whenComplete((result, failure) -> {
                    if (failure == null) {
                        completion.complete(result);
                    } else {
                        completion.completeExceptionally(failure);
                    }
                });
            } catch (RuntimeException e) {
                completion.completeExceptionally(e);
            }
        }

        private void forget() {
            try {
                Files.deleteIfExists(mark(context));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
