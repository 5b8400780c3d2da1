package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.security.Permission;
import io.jenkins.plugins.releasepipeline.engine.ApprovalStatus;
import io.jenkins.plugins.releasepipeline.engine.Approver;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.ConditionType;
import io.jenkins.plugins.releasepipeline.engine.Refusal;
import io.jenkins.plugins.releasepipeline.engine.RetryMode;
import io.jenkins.plugins.releasepipeline.runtime.CommandResult;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * The stages of a job as they stand, and what a person may do about them: {@code job/NAME/stages/}.
 *
 * <p>Each verb is a POST of form fields that needs a permission of its own. It is answered with a way back to the page
 * once what came of it is on disk; what is refused is said in words, with a status that says of what kind it is.
 */
public final class StagesAction implements Action {
    private static final int LONGEST_FIELD = 64 << 10;

    private final ReleasePipelineJob job;

    StagesAction(ReleasePipelineJob job) {
        this.job = job;
    }

    public ReleasePipelineJob getJob() {
        return job;
    }

    @Override
    public String getIconFileName() {
        return "symbol-git-branch-outline plugin-ionicons-api";
    }

    @Override
    public String getDisplayName() {
        return Messages.StagesAction_displayName();
    }

    @Override
    public String getUrlName() {
        return "stages";
    }

    /** The stages, in their order; empty before the first execution. */
    public List<StagePart> getStages() throws IOException {
        return JenkinsHost.get()
                .pipeline(job.getPipelineId())
                .map(pipeline -> StagePart.of(job, pipeline.state()))
                .orElse(List.of());
    }

    /** For the page: what a stage may be taken back to, the latest first. */
    public List<RollbackChoice> rollbackChoices(String stage) throws IOException {
        return RollbackChoice.of(job, stage);
    }

    public boolean isMayStart() {
        return job.hasPermission(Permissions.START);
    }

    public boolean isMayStop() {
        return job.hasPermission(Permissions.STOP);
    }

    public boolean isMayRetry() {
        return job.hasPermission(Permissions.RETRY);
    }

    public boolean isMayRollBack() {
        return job.hasPermission(Permissions.ROLLBACK);
    }

    public boolean isMayApprove() {
        return job.hasPermission(Permissions.APPROVE);
    }

    public boolean isMayChangeTransitions() {
        return job.hasPermission(Permissions.TRANSITION);
    }

    public boolean isMayOverride() {
        return job.hasPermission(Permissions.OVERRIDE);
    }

    /** Starts an execution. Fields: variables and sourceRevisions, lines of {@code NAME=value}. */
    @RequirePOST
    public void doStart(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        perform(Permissions.START, request, response, () -> {
            StepStart start = new StepStart(
                    UUID.randomUUID().toString(), lines(request, "variables"), lines(request, "sourceRevisions"));
            if (!job.isBuildable() || job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause()), start) == null) {
                throw new WrongField(409, Messages.StagesAction_disabled());
            }
            return Optional.empty();
        });
    }

    /** Stops an execution. Fields: execution, reason, and abandon, which ends the actions that run. */
    @RequirePOST
    public void doStop(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        perform(
                Permissions.STOP,
                request,
                response,
                () -> submit(new Command.StopExecution(
                        required(request, "execution"),
                        request.getParameter("abandon") != null,
                        text(request, "reason"),
                        by())));
    }

    /** Runs a failed stage again in its execution. Fields: execution, stage, mode. */
    @RequirePOST
    public void doRetry(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        perform(Permissions.RETRY, request, response, () -> {
            String execution = required(request, "execution");
            Command command = new Command.RetryStage(
                    execution, required(request, "stage"), choice(request, "mode", RetryMode.class), by());
            ReleasePipelineRun run = StagePart.run(job, execution)
                    .orElseThrow(() -> new WrongField(404, Messages.StagesAction_noExecution(execution)));
            return run.goOn(() -> submit(command));
        });
    }

    /** Answers a question. Fields: stage, action, token, status, summary. */
    @RequirePOST
    public void doApprove(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        perform(
                Permissions.APPROVE,
                request,
                response,
                () -> submit(new Command.PutApproval(
                        required(request, "stage"),
                        required(request, "action"),
                        required(request, "token"),
                        choice(request, "status", ApprovalStatus.class),
                        text(request, "summary"),
                        approver(),
                        Optional.empty())));
    }

    /** Takes one's own approval back. Fields: stage, action, token. */
    @RequirePOST
    public void doWithdraw(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        perform(
                Permissions.APPROVE,
                request,
                response,
                () -> submit(new Command.WithdrawApproval(
                        required(request, "stage"), required(request, "action"), required(request, "token"), by())));
    }

    /** Opens or closes the way into a stage. Fields: stage, enabled, and reason to close. */
    @RequirePOST
    public void doTransition(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        perform(
                Permissions.TRANSITION,
                request,
                response,
                () -> submit(new Command.SetTransition(
                        required(request, "stage"),
                        choice(request, "enabled", Flag.class) == Flag.TRUE,
                        text(request, "reason"),
                        by())));
    }

    /** Lets an execution go on in spite of a condition. Fields: execution, stage, condition, reason. */
    @RequirePOST
    public void doOverride(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        perform(Permissions.OVERRIDE, request, response, () -> {
            String execution = required(request, "execution");
            Command command = new Command.OverrideCondition(
                    execution,
                    required(request, "stage"),
                    choice(request, "condition", ConditionType.class),
                    text(request, "reason"),
                    by());
            ReleasePipelineRun run = StagePart.run(job, execution)
                    .orElseThrow(() -> new WrongField(404, Messages.StagesAction_noExecution(execution)));
            return run.goOn(() -> submit(command));
        });
    }

    /**
     * Takes a stage back to what an earlier execution brought there. Fields: stageName, targetPipelineExecutionId, and
     * byItsDefinition, which runs the stage as it was defined then.
     */
    @RequirePOST
    public void doRollback(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        perform(
                Permissions.ROLLBACK,
                request,
                response,
                () -> rollBack(
                        required(request, "stageName"),
                        required(request, "targetPipelineExecutionId"),
                        text(request, "byItsDefinition").equals("true")));
    }

    private Optional<Refusal> rollBack(String stage, String target, boolean byItsDefinition)
            throws IOException, InterruptedException, ExecutionException {
        Optional<ExecutionRecord> record = JenkinsHost.get().execution(job.getPipelineId(), target);
        if (record.isEmpty()) {
            throw new WrongField(404, Messages.StagesAction_noTarget(target));
        }
        return JenkinsHost.get().rollBack(job.getPipelineId(), record.get(), stage, byItsDefinition, by())
                        instanceof CommandResult.Refused refused
                ? Optional.of(refused.refusal())
                : Optional.empty();
    }

    private void perform(Permission needed, StaplerRequest2 request, StaplerResponse2 response, Verb verb)
            throws IOException, ServletException {
        job.checkPermission(needed);
        try {
            Optional<Refusal> refusal = verb.perform();
            if (refusal.isPresent()) {
                refuse(
                        request,
                        response,
                        status(refusal.get().error()),
                        refusal.get().message());
            } else {
                response.sendRedirect(".");
            }
        } catch (WrongField e) {
            refuse(request, response, e.status, e.getMessage());
        } catch (ExecutionException e) {
            refuse(
                    request,
                    response,
                    503,
                    Messages.StagesAction_notWritten(e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for the journal", e);
        }
    }

    private void refuse(StaplerRequest2 request, StaplerResponse2 response, int status, String message)
            throws IOException, ServletException {
        response.setStatus(status);
        request.setAttribute("refusal", message);
        request.getView(this, "refused.jelly").forward(request, response);
    }

    private Optional<Refusal> submit(Command command) throws IOException, InterruptedException, ExecutionException {
        String id = job.getPipelineId();
        if (JenkinsHost.get().pipeline(id).isEmpty()) {
            throw new WrongField(404, Messages.StagesAction_undefined());
        }
        return JenkinsHost.get().submit(id, command) instanceof CommandResult.Refused refused
                ? Optional.of(refused.refusal())
                : Optional.empty();
    }

    private static int status(Refusal.Error error) {
        return switch (error) {
            case ValidationException -> 400;
            case AccessDeniedException -> 403;
            case PipelineNotFoundException,
                    PipelineExecutionNotFoundException,
                    StageNotFoundException,
                    ActionNotFoundException -> 404;
            default -> 409;
        };
    }

    private static String by() {
        return Jenkins.getAuthentication2().getName();
    }

    private static Approver approver() {
        Authentication user = Jenkins.getAuthentication2();
        Set<String> groups = user.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .collect(Collectors.toSet());
        return new Approver(user.getName(), groups, Set.of());
    }

    private static String text(StaplerRequest2 request, String field) {
        String value = request.getParameter(field);
        if (value == null) {
            return "";
        }
        if (value.length() > LONGEST_FIELD) {
            throw new WrongField(400, Messages.StagesAction_tooLong(field, value.length(), LONGEST_FIELD));
        }
        return value.strip();
    }

    private static String required(StaplerRequest2 request, String field) {
        String value = text(request, field);
        if (value.isEmpty()) {
            throw new WrongField(400, Messages.StagesAction_missing(field));
        }
        return value;
    }

    private static <E extends Enum<E>> E choice(StaplerRequest2 request, String field, Class<E> type) {
        String value = required(request, field);
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> each.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new WrongField(
                        400, Messages.StagesAction_choice(field, Arrays.toString(type.getEnumConstants()), value)));
    }

    private static Map<String, String> lines(StaplerRequest2 request, String field) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line :
                text(request, field).lines().filter(each -> !each.isBlank()).toList()) {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new WrongField(400, Messages.StagesAction_line(field));
            }
            values.put(line.substring(0, equals).strip(), line.substring(equals + 1));
        }
        return values;
    }

    private enum Flag {
        TRUE,
        FALSE
    }

    /** What a person asks for; empty when it is done. */
    interface Verb {
        Optional<Refusal> perform() throws IOException, InterruptedException, ExecutionException;
    }

    private static final class WrongField extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;

        WrongField(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    @Extension
    public static final class Factory extends TransientActionFactory<ReleasePipelineJob> {
        @Override
        public Class<ReleasePipelineJob> type() {
            return ReleasePipelineJob.class;
        }

        @Override
        public Collection<? extends Action> createFor(ReleasePipelineJob job) {
            return List.of(new StagesAction(job));
        }
    }
}
