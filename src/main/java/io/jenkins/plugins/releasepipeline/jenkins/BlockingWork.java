package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.AgentRequest;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Work of another plugin that blocks. It is done as whom the run acts, and has a thread of its own from when its agent is there
 * until it is over, and none while it waits for the agent. When its action is stopped the thread is interrupted.
 */
final class BlockingWork implements ActionRun {
    /** The configuration key that says which agents the work may be done on. */
    static final String LABEL = "Label";

    private final ActionRun steps;
    private Thread thread;
    private boolean isInterrupted;

    /** What is done once there is an agent. */
    interface OnAgent {
        ActionResult perform(JenkinsAgent agent) throws IOException, InterruptedException;
    }

    private BlockingWork(
            ActionContext context, RunOfAttempt runs, Executor threads, Function<ActionWork, OnAgent> work) {
        this.steps = ActionWork.begin(context, begun -> {
            ReleasePipelineRun run = runs.of(context);
            OnAgent onAgent;
            try (ACLContext asRun = ACL.as2(RunAuthentication.of(run))) {
                onAgent = work.apply(begun);
            }
            return begun.agent(new AgentRequest(begun.optional(LABEL).orElse(""), "step"))
                    .thenCompose(agent -> {
                        CompletableFuture<ActionResult> done = new CompletableFuture<>();
                        threads.execute(() -> perform(run, onAgent, (JenkinsAgent) agent, done));
                        return done;
                    });
        });
    }

    /** @param work is asked before there is an agent, and may fail then */
    static ActionRun begin(
            ActionContext context, RunOfAttempt runs, Executor threads, Function<ActionWork, OnAgent> work) {
        return new BlockingWork(context, runs, threads, work);
    }

    private void perform(
            ReleasePipelineRun run, OnAgent onAgent, JenkinsAgent agent, CompletableFuture<ActionResult> done) {
        try (ACLContext asRun = ACL.as2(RunAuthentication.of(run))) {
            enter();
            done.complete(onAgent.perform(agent));
        } catch (IOException e) {
            done.completeExceptionally(new UncheckedIOException(e));
        } catch (InterruptedException e) {
            done.completeExceptionally(new ActionFailure(FailureType.JobFailed, "The action was interrupted", e));
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
        } finally {
            leave();
        }
    }

    @Override
    public CompletionStage<ActionResult> completion() {
        return steps.completion();
    }

    @Override
    public void stop(String reason) {
        steps.stop(reason);
        synchronized (this) {
            isInterrupted = true;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    private synchronized void enter() throws InterruptedException {
        if (isInterrupted) {
            throw new InterruptedException();
        }
        thread = Thread.currentThread();
    }

    private synchronized void leave() {
        thread = null;
        Thread.interrupted();
    }
}
