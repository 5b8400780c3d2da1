package io.jenkins.plugins.releasepipeline.engine;

/**
 * Why a command was refused. Nothing has changed.
 *
 * @param error CodePipeline's name of the error
 * @param message what is wrong and what would be right, for a person
 */
public record Refusal(Error error, String message) {

    /** CodePipeline's errors (reference §1.5 to §1.11), by the names its API gives them. */
    public enum Error {
        ValidationException,
        PipelineNotFoundException,
        PipelineExecutionNotFoundException,
        StageNotFoundException,
        ActionNotFoundException,
        ConflictException,
        PipelineExecutionNotStoppableException,
        DuplicatedStopRequestException,
        StageNotRetryableException,
        NotLatestPipelineExecutionException,
        InvalidApprovalTokenException,
        ApprovalAlreadyCompletedException,
        ConcurrentPipelineExecutionsLimitExceededException,
        UnableToRollbackStageException,
        PipelineExecutionOutdatedException,
        ConditionNotOverridableException,
        /** Somebody may not do this, whatever the host lets him do otherwise: an approver's rule forbids it. */
        AccessDeniedException
    }
}
