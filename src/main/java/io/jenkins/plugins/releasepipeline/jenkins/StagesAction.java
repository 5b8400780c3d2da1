package io.jenkins.plugins.releasepipeline.jenkins;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Cause;
import hudson.security.Permission;
import io.jenkins.plugins.releasepipeline.engine.ApprovalStatus;
import io.jenkins.plugins.releasepipeline.engine.Approver;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.ConditionType;
import io.jenkins.plugins.releasepipeline.engine.Refusal;
import io.jenkins.plugins.releasepipeline.engine.RetryMode;
import io.jenkins.plugins.releasepipeline.runtime.CommandResult;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.trigger.ActionRevisions;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import jenkins.model.Jenkins;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.WebMethod;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;

/**
 * The stages of a job as they stand, and what a person may do about them: {@code job/NAME/stages/}.
 *
 * <p>Each verb is a POST of form fields or of a JSON object, with the same names, that needs a permission of its own. A
 * form is answered with a way back to the page and JSON with an object, once what came of it is on disk; what is refused
 * is said in words, with a status that says of what kind it is. What the page reads is in {@link StagesJson}.
 */
public final class StagesAction implements Action {
    private final ReleasePipelineJob job;
    private final StagesJson reads;
    private final DefinitionEditing editing;

    StagesAction(ReleasePipelineJob job) {
        this.job = job;
        this.reads = new StagesJson(job);
        this.editing = new DefinitionEditing(job);
    }

    public ReleasePipelineJob getJob() {
        return job;
    }

    /** The job's own page shows the stages; this one is for browsers without scripts. */
    @Override
    public String getIconFileName() {
        return null;
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

    /** Who asks, and what he may do here. */
    @GET
    public void doSession(StaplerResponse2 response) throws IOException {
        reads.session().send(response);
    }

    /** What is where, with an ETag. */
    @GET
    public void doState(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        reads.state(request, response);
    }

    /** The commits between two executions: parameters from and to. */
    @GET
    public void doChanges(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        reads.changes(request).send(response);
    }

    /** A page of executions; below it one of them, its logs and its artifacts. */
    @GET
    public void doExecutions(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        reads.executions(request, response);
    }

    /** The definition, for the editor. */
    @GET
    public void doDefinition(StaplerResponse2 response) throws IOException {
        editing.read().send(response);
    }

    /** Saves the definition. Fields: text, format, version, updatePolicy. */
    @POST
    @WebMethod(name = "definition")
    public void doSaveDefinition(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        answer(request, editing::save).send(response);
    }

    /** What is wrong with a definition. Fields: text, format. */
    @RequirePOST
    public void doCheck(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        answer(request, editing::check).send(response);
    }

    /** Every action type with what it takes, for the editor. */
    @GET
    @WebMethod(name = "action-types")
    public void doActionTypes(StaplerResponse2 response) throws IOException {
        editing.actionTypes().send(response);
    }

    private static JsonAnswer answer(StaplerRequest2 request, JsonVerb verb) throws IOException {
        try {
            return verb.answer(RequestFields.of(request));
        } catch (WrongFieldException e) {
            return JsonAnswer.error(e.status(), "ValidationException", e.getMessage());
        } catch (ExecutionException e) {
            return JsonAnswer.error(
                    503,
                    "ServiceUnavailable",
                    Messages.StagesAction_notWritten(e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for the journal", e);
        }
    }

    private interface JsonVerb {
        JsonAnswer answer(RequestFields fields) throws IOException, InterruptedException, ExecutionException;
    }

    /** Starts an execution. Fields: variables and sourceRevisions, names and values. */
    @RequirePOST
    public void doStart(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        perform(Permissions.START, request, response, fields -> {
            StepStart start = new StepStart(
                    UUID.randomUUID().toString(), fields.texts("variables"), fields.texts("sourceRevisions"));
            if (!job.isBuildable() || !start.schedule(job, new Cause.UserIdCause())) {
                throw new WrongFieldException(409, Messages.StagesAction_disabled());
            }
            return Optional.empty();
        });
    }

    /**
     * Tells of a new revision of a source action, which starts an execution with it: {@code PutActionRevision}. Fields:
     * stageName, actionName, and actionRevision with revisionId and revisionChangeId. Answers newRevision and
     * pipelineExecutionId, in JSON.
     */
    @RequirePOST
    public void doRevision(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        if (!job.hasPermission(Permissions.START)) {
            JsonAnswer.forbidden(Permissions.START).send(response);
            return;
        }
        answer(request, this::revision).send(response);
    }

    private JsonAnswer revision(RequestFields fields) throws IOException, InterruptedException, ExecutionException {
        Map<String, String> told = fields.texts("actionRevision");
        try {
            ActionRevisions.Revision revision =
                    new ActionRevisions.Revision(told.get("revisionId"), told.get("revisionChangeId"));
            String stage = fields.required("stageName");
            String action = fields.required("actionName");
            if (!job.isBuildable()) {
                return JsonAnswer.error(409, "ConflictException", Messages.StagesAction_disabled());
            }
            job.defineAnew();
            ActionRevisions.Put put = ActionRevisions.put(pipeline(), stage, action, revision, by());
            return JsonAnswer.ok(JsonNodeFactory.instance
                    .objectNode()
                    .put("newRevision", put.isNew())
                    .put("pipelineExecutionId", put.executionId()));
        } catch (IllegalArgumentException e) {
            throw new WrongFieldException(400, e.getMessage());
        }
    }

    /** Stops an execution. Fields: pipelineExecutionId, reason, and abandon, which ends the actions that run. */
    @RequirePOST
    public void doStop(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        perform(Permissions.STOP, request, response, fields -> {
            String execution = fields.required("pipelineExecutionId");
            String reason = fields.text("reason");
            boolean starting = job.run(execution)
                    .filter(run -> run.stopAtStart(reason, by()))
                    .isPresent();
            return starting
                    ? Optional.empty()
                    : submit(new Command.StopExecution(
                            execution, fields.text("abandon").equals("true"), reason, by()));
        });
    }

    /** Runs a failed stage again in its execution. Fields: pipelineExecutionId, stageName, retryMode. */
    @RequirePOST
    public void doRetry(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        perform(Permissions.RETRY, request, response, fields -> {
            String execution = fields.required("pipelineExecutionId");
            Command command = new Command.RetryStage(
                    execution, fields.required("stageName"), fields.choice("retryMode", RetryMode.class), by());
            return run(execution).goOn(() -> submit(command));
        });
    }

    /** Answers a question. Fields: stageName, actionName, token, status, summary. */
    @RequirePOST
    public void doApproval(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        perform(
                Permissions.APPROVE,
                request,
                response,
                fields -> submit(new Command.PutApproval(
                        fields.required("stageName"),
                        fields.required("actionName"),
                        fields.required("token"),
                        fields.choice("status", ApprovalStatus.class),
                        fields.text("summary"),
                        approver(),
                        Optional.empty())));
    }

    /**
     * Approves before the question is asked. Fields: stageName, actionName, summary, and until, a time like {@code
     * 2026-05-01T12:00:00Z}, or pipelineExecutionId, the execution whose revisions are approved, or both.
     */
    @RequirePOST
    @WebMethod(name = "approve-ahead")
    public void doApproveAhead(StaplerRequest2 request, StaplerResponse2 response)
            throws IOException, ServletException {
        perform(
                Permissions.APPROVE,
                request,
                response,
                fields -> submit(new Command.ApproveAhead(
                        fields.required("stageName"),
                        fields.required("actionName"),
                        fields.time("until"),
                        Optional.of(fields.text("pipelineExecutionId")).filter(id -> !id.isEmpty()),
                        fields.text("summary"),
                        approver())));
    }

    /** Takes one's own approval back. Fields: stageName, actionName, and token, unless it was given ahead. */
    @RequirePOST
    public void doWithdraw(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        perform(
                Permissions.APPROVE,
                request,
                response,
                fields -> submit(new Command.WithdrawApproval(
                        fields.required("stageName"),
                        fields.required("actionName"),
                        fields.text("token"),
                        Reader.of(job).id())));
    }

    /** Opens or closes the way into a stage. Fields: stageName, enabled, and reason to close. */
    @RequirePOST
    public void doTransition(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        perform(
                Permissions.TRANSITION,
                request,
                response,
                fields -> submit(new Command.SetTransition(
                        fields.required("stageName"), fields.flag("enabled"), fields.text("reason"), by())));
    }

    /** Lets an execution go on in spite of a condition. Fields: pipelineExecutionId, stageName, conditionType, reason. */
    @RequirePOST
    public void doOverride(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        perform(Permissions.OVERRIDE, request, response, fields -> {
            String execution = fields.required("pipelineExecutionId");
            Command command = new Command.OverrideCondition(
                    execution,
                    fields.required("stageName"),
                    fields.choice("conditionType", ConditionType.class),
                    fields.text("reason"),
                    by());
            return run(execution).goOn(() -> submit(command));
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
                fields -> rollBack(
                        fields.required("stageName"),
                        fields.required("targetPipelineExecutionId"),
                        fields.text("byItsDefinition").equals("true")));
    }

    private Optional<Refusal> rollBack(String stage, String target, boolean byItsDefinition)
            throws IOException, InterruptedException, ExecutionException {
        Optional<ExecutionRecord> record = JenkinsHost.get().execution(job.getPipelineId(), target);
        if (record.isEmpty()) {
            throw new WrongFieldException(404, Messages.StagesAction_noTarget(target));
        }
        return JenkinsHost.get().rollBack(job.getPipelineId(), record.get(), stage, byItsDefinition, by())
                        instanceof CommandResult.Refused refused
                ? Optional.of(refused.refusal())
                : Optional.empty();
    }

    private ReleasePipelineRun run(String execution) {
        return job.runNumbers()
                .run(execution)
                .orElseThrow(() -> new WrongFieldException(404, Messages.StagesAction_noExecution(execution)));
    }

    private void perform(Permission needed, StaplerRequest2 request, StaplerResponse2 response, FormVerb verb)
            throws IOException, ServletException {
        boolean json = RequestFields.isJson(request);
        if (json && !job.hasPermission(needed)) {
            JsonAnswer.forbidden(needed).send(response);
            return;
        }
        job.checkPermission(needed);
        try {
            Optional<Refusal> refusal = verb.perform(RequestFields.of(request));
            if (refusal.isPresent()) {
                refuse(
                        request,
                        response,
                        status(refusal.get().error()),
                        refusal.get().error().name(),
                        refusal.get().message());
            } else if (json) {
                JsonAnswer.ok(JsonNodeFactory.instance.objectNode()).send(response);
            } else {
                response.sendRedirect(".");
            }
        } catch (WrongFieldException e) {
            refuse(request, response, e.status(), "ValidationException", e.getMessage());
        } catch (ExecutionException e) {
            refuse(
                    request,
                    response,
                    503,
                    "ServiceUnavailable",
                    Messages.StagesAction_notWritten(e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for the journal", e);
        }
    }

    private void refuse(StaplerRequest2 request, StaplerResponse2 response, int status, String code, String message)
            throws IOException, ServletException {
        if (RequestFields.isJson(request)) {
            JsonAnswer.error(status, code, message).send(response);
            return;
        }
        response.setStatus(status);
        request.setAttribute("refusal", message);
        request.getView(this, "refused.jelly").forward(request, response);
    }

    private Approver approver() throws IOException {
        return Reader.of(job).approver(pipeline().state());
    }

    private PipelineRuntime pipeline() throws IOException {
        return JenkinsHost.get()
                .pipeline(job.getPipelineId())
                .orElseThrow(() -> new WrongFieldException(404, Messages.StagesAction_undefined()));
    }

    private Optional<Refusal> submit(Command command) throws IOException, InterruptedException, ExecutionException {
        return JenkinsHost.get().submit(pipeline().name(), command) instanceof CommandResult.Refused refused
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

    /** What somebody asks for; empty when it is done. */
    interface Verb {
        Optional<Refusal> perform() throws IOException, InterruptedException, ExecutionException;
    }

    private interface FormVerb {
        Optional<Refusal> perform(RequestFields fields) throws IOException, InterruptedException, ExecutionException;
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
