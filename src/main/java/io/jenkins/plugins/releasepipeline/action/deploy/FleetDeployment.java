package io.jenkins.plugins.releasepipeline.action.deploy;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionProgress;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.AgentRequest;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.NameMappings.DeploymentGroup;
import io.jenkins.plugins.releasepipeline.action.NameMappings.DeploymentTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A deployment to all targets of a group: so many at a time, and no further ones once too many have failed. */
final class FleetDeployment {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,99}");
    private static final int EVENTS = 7;
    private static final int WAIT = -1;
    private static final int OVER = -2;

    private final ActionWork work;
    private final ActionContext context;
    private final Deployment deployment;
    private final Revision revision;
    private final List<DeploymentTarget> targets;
    private final HealthyHosts hosts;
    private final CompletableFuture<ActionResult> result = new CompletableFuture<>();
    private final Set<String> succeeded = new HashSet<>();
    private final Map<String, ActionFailure> failed = new LinkedHashMap<>();
    private int begun;
    private int events;
    private boolean over;

    FleetDeployment(ActionWork work, Deployment deployment, DeploymentGroup group, Revision revision) {
        this.work = work;
        this.context = work.context();
        this.deployment = deployment;
        this.revision = revision;
        this.targets = group.targets();
        this.hosts = HealthyHosts.of(group.configuration(), targets.size());
    }

    CompletionStage<ActionResult> deploy() {
        progress("Deploying to " + targets.size() + (targets.size() == 1 ? " target" : " targets"));
        beginMore();
        return result;
    }

    private void beginMore() {
        for (int next = next(); next != WAIT; next = next()) {
            if (next == OVER) {
                result.complete(end());
                return;
            }
            begin(next);
        }
    }

    /** The next target to deploy to; or whether others are under way, or all is over, which is said once. */
    private synchronized int next() {
        int underWay = begun - succeeded.size() - failed.size();
        if (begun < targets.size() && underWay < hosts.atOnce(failed.size()) && !work.isStopped()) {
            return begun++;
        }
        if (underWay > 0 || over) {
            return WAIT;
        }
        over = true;
        return OVER;
    }

    private void begin(int index) {
        DeploymentTarget target = targets.get(index);
        LinePrefixLog log = targets.size() == 1 ? null : new LinePrefixLog(context.log(), target.name());
        String key = KEY.matcher(target.name()).matches() ? target.name() : "target-" + (index + 1);
        CompletableFuture.completedStage(new AgentRequest(target.label(), key))
                .thenCompose(work::agent)
                .thenCompose(agent -> new TargetDeployment(
                                work, agent, deployment, target, revision, log, event -> event(target, event))
                        .run())
                .whenComplete((done, thrown) -> {
                    ended(target, thrown);
                    beginMore();
                });
    }

    private void event(DeploymentTarget target, String event) {
        synchronized (this) {
            events++;
        }
        progress(event + (targets.size() == 1 ? "" : " on " + target.name()));
    }

    private void ended(DeploymentTarget target, Throwable thrown) {
        if (thrown == null) {
            context.log().println(target.name() + ": succeeded");
            synchronized (this) {
                succeeded.add(target.name());
            }
        } else {
            ActionFailure failure = failure(thrown);
            context.log().println(target.name() + ": failed: " + failure.getMessage());
            synchronized (this) {
                failed.put(target.name(), failure);
            }
        }
        progress(summary());
    }

    private static ActionFailure failure(Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ActionFailure failure) {
            return failure;
        }
        if (cause instanceof UncheckedIOException io) {
            cause = io.getCause();
        }
        String message = cause instanceof IOException ? cause.getMessage() : cause.toString();
        return new ActionFailure(FailureType.SystemUnavailable, message, cause);
    }

    private synchronized String summary() {
        return succeeded.size() + " of " + targets.size() + (targets.size() == 1 ? " target" : " targets")
                + " succeeded";
    }

    private ActionResult end() {
        List<String> skipped = targets.subList(begun, targets.size()).stream()
                .map(DeploymentTarget::name)
                .toList();
        if (!skipped.isEmpty()) {
            context.log().println("Not deployed to: " + String.join(", ", skipped));
        }
        ActionResult ended;
        if (work.isStopped() || !hosts.isEnough(succeeded.size())) {
            String why = failed.entrySet().stream()
                    .map(failure -> (targets.size() == 1 ? "" : failure.getKey() + ": ")
                            + failure.getValue().getMessage())
                    .collect(Collectors.joining("; "));
            ended = ActionResult.failed(
                    failed.values().stream()
                            .map(ActionFailure::type)
                            .findFirst()
                            .orElse(FailureType.JobFailed),
                    why + (skipped.isEmpty() ? "" : "; not deployed to " + String.join(", ", skipped)));
        } else {
            ended = ActionResult.succeeded();
        }
        context.log().println("Deployment " + deployment.id() + ": " + summary());
        return ended.withSummary(summary()).withExternalExecution(deployment.id(), "");
    }

    private void progress(String text) {
        int percent;
        synchronized (this) {
            int ended = (succeeded.size() + failed.size()) * EVENTS;
            int done = Math.max(ended, Math.min(events, targets.size() * EVENTS - 1));
            percent = Math.min(99, 100 * done / (targets.size() * EVENTS));
        }
        context.progress(new ActionProgress(text, OptionalInt.of(percent), deployment.id(), ""));
    }
}
