package io.jenkins.plugins.releasepipeline.definition;

import java.nio.file.FileSystems;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/** The rules of reference §1.1 and §1.12 for triggers. */
final class TriggerRules {
    private static final Form PATTERN = Form.length(1, 255);
    private static final List<String> EVENTS = List.of("OPEN", "UPDATED", "CLOSED");

    private final PipelineDeclaration pipeline;
    private final Findings findings;
    private final Set<String> watched = new HashSet<>();

    TriggerRules(PipelineDeclaration pipeline, Findings findings) {
        this.pipeline = pipeline;
        this.findings = findings;
    }

    void check(TriggerDeclaration trigger, Pointer at) {
        PipelineRules.oneOf(
                findings,
                at,
                "providerType",
                trigger.providerType(),
                List.of(TriggerDeclaration.GIT, TriggerDeclaration.SCHEDULE, TriggerDeclaration.PIPELINE_STAGE),
                "A trigger");
        if (TriggerDeclaration.SCHEDULE.equals(trigger.providerType())) {
            schedule(trigger, at);
        } else if (TriggerDeclaration.PIPELINE_STAGE.equals(trigger.providerType())) {
            pipelineStage(trigger, at);
        } else {
            git(trigger, at);
        }
    }

    private void onlyHere(TriggerDeclaration trigger, Pointer at) {
        findings.warning(
                at.child("providerType"),
                "aws-only",
                "AWS has no trigger of the type " + trigger.providerType() + "; it refuses this definition");
        if (trigger.gitConfiguration() != null) {
            findings.error(
                    at.child("gitConfiguration"),
                    "wrong-place",
                    "`gitConfiguration` belongs to a trigger of the type " + TriggerDeclaration.GIT);
        }
    }

    private void schedule(TriggerDeclaration trigger, Pointer at) {
        onlyHere(trigger, at);
        ScheduleConfiguration schedule = trigger.scheduleConfiguration();
        if (schedule == null || schedule.expression() == null) {
            findings.missing(
                    schedule == null ? at : at.child("scheduleConfiguration"),
                    schedule == null ? "scheduleConfiguration" : "expression",
                    "A schedule needs `scheduleConfiguration` with `expression`, as in 0 30 6 ? * MON-FRI");
            return;
        }
        if (Placeholders.in(schedule.expression()) || Placeholders.in(schedule.timeZone())) {
            return;
        }
        try {
            CronSchedule.of(schedule.expression(), schedule.timeZone());
        } catch (IllegalArgumentException e) {
            findings.error(
                    at.child("scheduleConfiguration").child("expression"),
                    "schedule",
                    "The schedule " + Spelling.quote(schedule.expression()) + " is not understood: "
                            + JsonSource.oneLine(e.getMessage()));
        }
    }

    private void pipelineStage(TriggerDeclaration trigger, Pointer at) {
        onlyHere(trigger, at);
        PipelineStageConfiguration upstream = trigger.pipelineStageConfiguration();
        if (upstream == null) {
            findings.missing(
                    at,
                    "pipelineStageConfiguration",
                    "A trigger by a stage needs `pipelineStageConfiguration` with `pipelineName` and `stageName`");
            return;
        }
        Pointer there = at.child("pipelineStageConfiguration");
        Form.length(1, 1000).required(findings, there, "pipelineName", upstream.pipelineName(), "A trigger by a stage");
        Form.NAME.required(findings, there, "stageName", upstream.stageName(), "A trigger by a stage");
        if (upstream.pipelineName() != null && upstream.pipelineName().equals(pipeline.name())) {
            findings.error(
                    there.child("pipelineName"),
                    "cycle",
                    "The pipeline would start itself for ever; name another pipeline");
        }
    }

    private void git(TriggerDeclaration trigger, Pointer at) {
        GitConfiguration git = trigger.gitConfiguration();
        if (git == null) {
            findings.missing(at, "gitConfiguration", "A trigger needs `gitConfiguration`, and has none");
            return;
        }
        Pointer gitAt = at.child("gitConfiguration");
        source(git.sourceActionName(), gitAt);
        number(gitAt, "push", git.push().size());
        number(gitAt, "pullRequest", git.pullRequest().size());
        if (git.push().isEmpty() && git.pullRequest().isEmpty()) {
            findings.warning(
                    gitAt,
                    "no-filter",
                    "There is neither `push` nor `pullRequest`; a trigger without filters does what no trigger does");
        }
        for (int i = 0; i < git.push().size(); i++) {
            push(git.push().get(i), gitAt.child("push").child(i));
        }
        for (int i = 0; i < git.pullRequest().size(); i++) {
            pullRequest(git.pullRequest().get(i), gitAt.child("pullRequest").child(i));
        }
    }

    private void source(String name, Pointer gitAt) {
        Form.NAME.required(findings, gitAt, "sourceActionName", name, "A git configuration");
        if (name == null || Placeholders.in(name)) {
            return;
        }
        Pointer at = gitAt.child("sourceActionName");
        if (!watched.add(name)) {
            findings.error(
                    at,
                    "duplicate-name",
                    "Another trigger is for the source action " + Spelling.quote(name)
                            + " already; put the filters of both into one");
        }
        if (pipeline.stages().isEmpty()) {
            return;
        }
        StageDeclaration first = pipeline.stages().get(0);
        Optional<ActionDeclaration> action = first.action(name);
        if (action.isEmpty()) {
            List<String> names = Names.known(first.actions(), ActionDeclaration::name);
            findings.error(
                    at,
                    "unknown-action",
                    "The first stage has no source action " + Spelling.quote(name) + "; it has "
                            + Spelling.oneOf(names));
        } else if (action.get().actionTypeId() != null
                && "AWS".equals(action.get().actionTypeId().owner())
                && action.get().actionTypeId().provider() != null
                && !"CodeStarSourceConnection"
                        .equals(action.get().actionTypeId().provider())) {
            findings.warning(
                    at,
                    "aws-only",
                    "AWS has triggers for actions of CodeStarSourceConnection only; " + Spelling.quote(name) + " is of "
                            + action.get().actionTypeId().provider());
        }
    }

    private void number(Pointer gitAt, String field, int size) {
        if (size > 3) {
            findings.error(
                    gitAt.child(field), "too-many", "`" + field + "` has " + size + " filters; it may have at most 3");
        }
    }

    private void push(PushFilter push, Pointer at) {
        patterns(push.tags(), at.child("tags"));
        patterns(push.branches(), at.child("branches"));
        patterns(push.filePaths(), at.child("filePaths"));
        boolean tags = push.tags() != null;
        boolean branches = push.branches() != null;
        boolean files = push.filePaths() != null;
        if (tags && (branches || files)) {
            findings.error(
                    at.child("tags"),
                    "filter-set",
                    "A push filter has tags, or branches with or without filePaths; make two filters of this one");
        } else if (!tags && !branches) {
            findings.missing(
                    at, "branches", "A push filter has tags, or branches with or without filePaths; add `branches`");
        }
    }

    private void pullRequest(PullRequestFilter filter, Pointer at) {
        patterns(filter.branches(), at.child("branches"));
        patterns(filter.filePaths(), at.child("filePaths"));
        if (filter.branches() == null) {
            findings.missing(
                    at, "branches", "A pull request filter has branches, with or without filePaths; add `branches`");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < filter.events().size(); i++) {
            String event = filter.events().get(i);
            Pointer each = at.child("events").child(i);
            if (!EVENTS.contains(event) && !Placeholders.in(event)) {
                findings.error(
                        each,
                        "unknown-value",
                        "The event is " + Spelling.quote(event) + "; it must be " + Spelling.oneOf(EVENTS));
            } else if (!seen.add(event)) {
                findings.error(each, "duplicate-name", "The event " + event + " is given twice");
            }
        }
    }

    private void patterns(Patterns patterns, Pointer at) {
        if (patterns == null) {
            return;
        }
        if (patterns.includes().isEmpty() && patterns.excludes().isEmpty()) {
            findings.missing(at, "includes", "There is neither `includes` nor `excludes`; give 1 to 8 patterns");
        }
        list(patterns.includes(), at.child("includes"));
        list(patterns.excludes(), at.child("excludes"));
    }

    private void list(List<String> patterns, Pointer list) {
        if (patterns.size() > 8) {
            findings.error(list, "too-many", "There are " + patterns.size() + " patterns; there may be at most 8");
        }
        for (int i = 0; i < patterns.size(); i++) {
            String pattern = patterns.get(i);
            PATTERN.check(findings, list.child(i), "The pattern", pattern);
            try {
                FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            } catch (PatternSyntaxException e) {
                findings.error(
                        list.child(i),
                        "pattern",
                        Spelling.quote(pattern) + " is not a glob pattern: " + JsonSource.oneLine(e.getDescription()));
            }
        }
    }
}
