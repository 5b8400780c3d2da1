package io.jenkins.plugins.releasepipeline.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.releasepipeline.engine.ApprovalStatus;
import io.jenkins.plugins.releasepipeline.engine.Approver;
import io.jenkins.plugins.releasepipeline.engine.Command;
import io.jenkins.plugins.releasepipeline.engine.ConditionType;
import io.jenkins.plugins.releasepipeline.engine.RetryMode;
import io.jenkins.plugins.releasepipeline.engine.Trigger;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Changes of a pipeline as JSON over HTTP, with the field names of CodePipeline's API. */
final class ApiCommands {
    private ApiCommands() {}

    /**
     * @param by who says so
     * @param people who somebody is, by his name
     */
    static Command of(String verb, JsonNode body, String by, Function<String, Approver> people)
            throws BadRequestException {
        return switch (verb) {
            case "start" ->
                new Command.StartExecution(
                        UUID.randomUUID().toString(),
                        new Trigger(TriggerType.StartPipelineExecution, by),
                        texts(body, "variables"),
                        texts(body, "sourceRevisions"),
                        optional(body, "clientRequestToken"));
            case "stop" ->
                new Command.StopExecution(
                        required(body, "pipelineExecutionId"),
                        body.path("abandon").asBoolean(false),
                        optional(body, "reason").orElse(""),
                        by);
            case "retry" ->
                new Command.RetryStage(
                        required(body, "pipelineExecutionId"),
                        required(body, "stageName"),
                        choice(body, "retryMode", RetryMode.class),
                        by);
            case "transition" ->
                new Command.SetTransition(
                        required(body, "stageName"),
                        flag(body, "enabled"),
                        optional(body, "reason").orElse(""),
                        by);
            case "approval" ->
                new Command.PutApproval(
                        required(body, "stageName"),
                        required(body, "actionName"),
                        required(body, "token"),
                        choice(body, "status", ApprovalStatus.class),
                        optional(body, "summary").orElse(""),
                        people.apply(optional(body, "by").orElse(by)),
                        Optional.empty());
            case "withdraw" ->
                new Command.WithdrawApproval(
                        required(body, "stageName"),
                        required(body, "actionName"),
                        optional(body, "token").orElse(""),
                        optional(body, "by").orElse(by));
            case "approve-ahead" ->
                new Command.ApproveAhead(
                        required(body, "stageName"),
                        required(body, "actionName"),
                        time(body, "until"),
                        optional(body, "pipelineExecutionId"),
                        optional(body, "summary").orElse(""),
                        people.apply(optional(body, "by").orElse(by)));
            case "override" ->
                new Command.OverrideCondition(
                        required(body, "pipelineExecutionId"),
                        required(body, "stageName"),
                        choice(body, "conditionType", ConditionType.class),
                        optional(body, "reason").orElse(""),
                        by);
            default ->
                throw new BadRequestException(
                        "A pipeline takes start, stop, retry, transition, approval, withdraw, approve-ahead, override, revision"
                                + " and rollback.");
        };
    }

    static String required(JsonNode body, String field) throws BadRequestException {
        return optional(body, field).orElseThrow(() -> new BadRequestException("'" + field + "' is missing."));
    }

    private static Optional<String> optional(JsonNode body, String field) throws BadRequestException {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new BadRequestException("'" + field + "' is not a string.");
        }
        return Optional.of(value.asText());
    }

    private static Optional<Instant> time(JsonNode body, String field) throws BadRequestException {
        Optional<String> text = optional(body, field);
        try {
            return text.map(Instant::parse);
        } catch (DateTimeException e) {
            throw new BadRequestException(
                    "'" + field + "' is a time like 2026-05-01T12:00:00Z, not '" + text.orElse("") + "'.");
        }
    }

    static boolean flag(JsonNode body, String field) throws BadRequestException {
        if (!body.path(field).isBoolean()) {
            throw new BadRequestException("'" + field + "' is true or false.");
        }
        return body.path(field).asBoolean();
    }

    static <E extends Enum<E>> E choice(JsonNode body, String field, Class<E> type) throws BadRequestException {
        String text = required(body, field);
        for (E each : type.getEnumConstants()) {
            if (each.name().equals(text)) {
                return each;
            }
        }
        throw new BadRequestException(
                "'" + field + "' is one of " + java.util.Arrays.toString(type.getEnumConstants()) + ".");
    }

    private static Map<String, String> texts(JsonNode body, String field) throws BadRequestException {
        Map<String, String> texts = new LinkedHashMap<>();
        JsonNode object = body.path(field);
        if (!object.isMissingNode() && !object.isObject()) {
            throw new BadRequestException("'" + field + "' is not an object of names and values.");
        }
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            if (!each.getValue().isTextual()) {
                throw new BadRequestException("'" + field + "." + each.getKey() + "' is not a string.");
            }
            texts.put(each.getKey(), each.getValue().asText());
        }
        return texts;
    }
}
