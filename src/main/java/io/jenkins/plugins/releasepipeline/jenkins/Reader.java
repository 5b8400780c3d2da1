package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.Functions;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.User;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ActionExecution;
import io.jenkins.plugins.releasepipeline.engine.ApprovalPolicy;
import io.jenkins.plugins.releasepipeline.engine.Approver;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * Somebody who looks at a job, and what he may do there: the page shows a button for nothing else.
 *
 * @param id his id, however he wrote it to log in
 * @param groups the groups that the security realm says he belongs to
 */
record Reader(ReleasePipelineJob job, String id, Set<String> groups) {
    /** The verb of those who may see the definition. */
    static final String SEES_DEFINITION = "definition";

    /** The one who asks now. */
    static Reader of(ReleasePipelineJob job) {
        return of(job, Jenkins.getAuthentication2());
    }

    static Reader of(ReleasePipelineJob job, Authentication user) {
        return new Reader(
                job,
                RealmNames.user(user.getName()),
                user.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .collect(Collectors.toSet()));
    }

    /**
     * Him as one who answers questions: with the names that the pipeline's approvals have for him and his groups, and
     * with those that he may sign commits with. It may ask a directory server.
     */
    Approver approver(PipelineState state) {
        Set<String> belongs = new HashSet<>(groups);
        Set<String> spellings = new HashSet<>();
        for (String each : named(state)) {
            if (isMeantBy(each)) {
                if (each.startsWith("@")) {
                    belongs.add(each.substring(1));
                } else {
                    spellings.add(each);
                }
            }
        }
        return new Approver(id, belongs, aliases(), spellings);
    }

    private Set<String> aliases() {
        User user = User.getById(id, false);
        if (user == null) {
            return Set.of();
        }
        Set<String> aliases = new HashSet<>(MailAddresses.all(user));
        aliases.add(user.getId());
        aliases.add(user.getFullName());
        return aliases;
    }

    /** Whom the questions that are open name, and those that are declared. */
    private static Set<String> named(PipelineState state) {
        Set<String> named = new HashSet<>();
        state.liveExecutions().stream()
                .flatMap(execution -> execution.stages().values().stream())
                .flatMap(stage -> stage.actions().values().stream())
                .flatMap(action -> action.policy().stream())
                .forEach(policy -> named.addAll(policy.approvers()));
        state.definition().stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .forEach(action -> policy(action).ifPresent(policy -> named.addAll(policy.approvers())));
        return named;
    }

    private static Optional<ApprovalPolicy> policy(ActionDeclaration action) {
        try {
            return action.actionTypeId().isApproval()
                    ? Optional.of(ApprovalPolicy.of(action.configuration()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
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
            verbs.add(SEES_DEFINITION);
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
        return policy(action)
                .map(ApprovalPolicy::approvers)
                .filter(this::isAmong)
                .isPresent();
    }

    private boolean mayAnswer(ActionExecution action) {
        return action.isInProgress()
                && action.policy()
                        .map(ApprovalPolicy::approvers)
                        .filter(this::isAmong)
                        .isPresent();
    }

    private boolean isAmong(List<String> approvers) {
        return approvers.isEmpty() || approvers.stream().anyMatch(this::isMeantBy);
    }

    private boolean isMeantBy(String name) {
        return name.startsWith("@")
                ? groups.stream().anyMatch(group -> RealmNames.isGroup(group, name.substring(1)))
                : RealmNames.isUser(id, name);
    }
}
