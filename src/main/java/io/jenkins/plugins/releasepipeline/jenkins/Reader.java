package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.Functions;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ActionExecution;
import io.jenkins.plugins.releasepipeline.engine.ApprovalPolicy;
import io.jenkins.plugins.releasepipeline.engine.Approver;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/** Somebody who looks at a job, and what he may do there: the page shows a button for nothing else. */
record Reader(ReleasePipelineJob job, Approver person) {

    /** The one who asks now. */
    static Reader of(ReleasePipelineJob job) {
        Authentication user = Jenkins.getAuthentication2();
        Set<String> groups = user.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .collect(Collectors.toSet());
        return new Reader(job, new Approver(user.getName(), groups, Set.of()));
    }

    /** By the names of the page. */
    List<String> verbs() {
        List<String> verbs = new ArrayList<>();
        if (job.hasPermission(Permissions.START) && job.isBuildable()) {
            verbs.add("start");
        }
        if (job.hasPermission(Permissions.STOP)) {
            verbs.add("stop");
        }
        if (job.hasPermission(Permissions.RETRY)) {
            verbs.add("retry");
        }
        if (job.hasPermission(Permissions.ROLLBACK)) {
            verbs.add("rollback");
        }
        if (job.hasPermission(Permissions.TRANSITION)) {
            verbs.add("transition");
        }
        if (job.hasPermission(Permissions.OVERRIDE)) {
            verbs.add("override");
        }
        verbs.add("log");
        if (!Functions.isArtifactsPermissionEnabled() || job.hasPermission(Run.ARTIFACTS)) {
            verbs.add("artifacts");
        }
        if (job.hasPermission(Item.EXTENDED_READ)) {
            verbs.add("definition");
        }
        if (job.hasPermission(Item.CONFIGURE) && job.getDefinitionFromScm() == null) {
            verbs.add("configure");
        }
        return verbs;
    }

    /**
     * Those, and {@code approval:STAGE/ACTION} for each question that waits for this reader too, and {@code
     * approve-ahead:STAGE/ACTION} for each that he may answer before it is asked.
     */
    List<String> verbs(PipelineState state) {
        List<String> verbs = verbs();
        if (job.hasPermission(Permissions.APPROVE)) {
            verbs.add("withdraw");
            Set<String> questions = new LinkedHashSet<>();
            state.liveExecutions()
                    .forEach(execution -> execution.stages().values().forEach(stage -> stage.actions().values().stream()
                            .filter(this::mayAnswer)
                            .forEach(action ->
                                    questions.add("approval:" + stage.stageName() + "/" + action.actionName()))));
            state.definition().stages().forEach(stage -> stage.actions().stream()
                    .filter(this::mayAnswer)
                    .forEach(action -> questions.add("approve-ahead:" + stage.name() + "/" + action.name())));
            verbs.addAll(questions);
        }
        return verbs;
    }

    /** Approvers who are not known before the execution are asked when they are. */
    private boolean mayAnswer(ActionDeclaration action) {
        try {
            return action.actionTypeId().isApproval()
                    && isAmong(ApprovalPolicy.of(action.configuration()).approvers());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean mayAnswer(ActionExecution action) {
        return action.isInProgress()
                && action.policy()
                        .map(ApprovalPolicy::approvers)
                        .filter(this::isAmong)
                        .isPresent();
    }

    private boolean isAmong(List<String> approvers) {
        return approvers.isEmpty()
                || approvers.stream()
                        .anyMatch(each -> each.startsWith("@")
                                ? person.groups().contains(each.substring(1))
                                : person.name().equals(each));
    }
}
