package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ActionStatus;
import io.jenkins.plugins.releasepipeline.engine.ArtifactRevision;
import io.jenkins.plugins.releasepipeline.engine.CarriedExecution;
import io.jenkins.plugins.releasepipeline.engine.ConditionType;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Past executions in lines for a person. */
final class HistoryText {
    private static final int SHORT_ID = 8;

    private final PrintWriter out;
    private final Terminal terminal;
    private final DateTimeFormatter times;
    private final Clock clock;

    HistoryText(PrintWriter out, Terminal terminal, ZoneId zone, Clock clock) {
        this.out = out;
        this.terminal = terminal;
        this.times = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(zone);
        this.clock = clock;
    }

    /** Stands for a definition that is not kept any more. */
    static PipelineDeclaration forgotten(String pipeline) {
        return new PipelineDeclaration(
                pipeline, null, null, Map.of(), List.of(), null, null, null, List.of(), List.of(), Map.of());
    }

    /** A table, a line for each execution. */
    void list(List<ExecutionRecord> records) {
        if (records.isEmpty()) {
            out.println("No executions.");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("#", "STATUS", "STARTED", "TOOK", "TRIGGER", "WHAT"));
        for (ExecutionRecord record : records) {
            rows.add(List.of(
                    Long.toString(record.origin().number()),
                    record.status().name(),
                    times.format(record.origin().startedAt()),
                    took(record),
                    trigger(record),
                    what(record)));
        }
        int[] widths = new int[5];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            List<String> row = rows.get(i);
            String line = right(row.get(0), widths[0])
                    + "  " + status(row.get(1), widths[1], i > 0)
                    + "  " + left(row.get(2), widths[2])
                    + "  " + right(row.get(3), widths[3])
                    + "  " + left(row.get(4), widths[4])
                    + "  ";
            int used = widths[0] + widths[1] + widths[2] + widths[3] + widths[4] + 10;
            out.println((line + cut(row.get(5), used)).stripTrailing());
        }
    }

    /** All about one execution. */
    void tell(String pipeline, ExecutionRecord record) {
        out.println(pipeline + " execution " + record.origin().number() + "  "
                + status(record.status().name(), 0, true) + "  "
                + record.origin().id());
        if (!record.statusSummary().isEmpty()) {
            out.println("  " + Printable.text(record.statusSummary()));
        }
        out.println("  started " + times.format(record.origin().startedAt()) + " by " + trigger(record) + ", "
                + (record.status().isLive() ? "for " : "took ") + took(record) + ", definition version "
                + record.origin().definitionVersion());
        record.origin().rollbackTarget().ifPresent(target -> out.println("  takes back to execution " + target));
        record.origin()
                .variables()
                .forEach((name, value) -> out.println("  variable " + name + " = " + Printable.text(value)));
        record.revisions().forEach(revision -> out.println("  source " + revision(revision)));
        record.carried().forEach(carried -> out.println("  carries " + carried(carried)));
        record.stages().forEach(stage -> stage(record, stage));
    }

    private void stage(ExecutionRecord record, ExecutionRecord.StageRecord stage) {
        out.println();
        out.println(terminal.paint(Terminal.Colour.BOLD, stage.name()) + "  "
                + status(stage.status().name(), 0, true) + "  "
                + took(stage.startedAt(), stage.endedAt()));
        if (stage.attempts().size() > 1) {
            stage.attempts()
                    .forEach(attempt -> out.println("  attempt " + attempt.number() + "  "
                            + status(attempt.status().name(), 0, true) + "  " + times.format(attempt.startedAt()) + "  "
                            + took(attempt.startedAt(), attempt.endedAt())
                            + attempt.retry().map(HistoryText::retry).orElse("")));
        }
        record.conditions().stream()
                .filter(condition -> condition.stage().equals(stage.name()))
                .forEach(condition -> condition(record, condition));
        int width = record.actions().stream()
                .filter(action -> action.stage().equals(stage.name()))
                .mapToInt(action -> action.action().length())
                .max()
                .orElse(0);
        boolean retried = record.actions().stream().anyMatch(action -> action.attempt() > 1);
        for (ExecutionRecord.ActionRecord action : record.actions()) {
            if (action.stage().equals(stage.name())) {
                out.println("  " + left(action.action(), width) + "  "
                        + (retried ? "#" + action.attempt() + "  " : "")
                        + status(action.status().name(), "InProgress".length(), true) + "  "
                        + right(
                                took(
                                        action.startedAt(),
                                        action.status() == ActionStatus.InProgress
                                                ? Optional.empty()
                                                : Optional.of(action.updatedAt())),
                                7)
                        + said(action));
                if (action.answers().size() > 1) {
                    action.answers()
                            .forEach(answer -> out.println(("    " + answer.status() + " by "
                                            + Printable.text(answer.by()) + "  "
                                            + Printable.text(firstLine(answer.summary())))
                                    .stripTrailing()));
                }
                action.error()
                        .ifPresent(
                                error -> out.println("    " + error.code() + ": " + Printable.text(error.message())));
            }
        }
    }

    private void condition(ExecutionRecord record, ExecutionRecord.ConditionRecord condition) {
        out.println("  " + name(condition.type()) + "  "
                + status(condition.status().name(), 0, true) + "  "
                + took(condition.startedAt(), condition.endedAt())
                + (condition.evaluations() > 1 ? "  checked " + condition.evaluations() + " times" : "")
                + (condition.by().isEmpty() ? "" : "  by " + Printable.text(condition.by()))
                + (condition.summary().isEmpty() ? "" : "  " + Printable.text(condition.summary())));
        for (ExecutionRecord.RuleRecord rule : record.rules()) {
            if (rule.stage().equals(condition.stage()) && rule.condition() == condition.type()) {
                out.println("    " + rule.rule() + "  #" + rule.evaluation() + "  "
                        + status(rule.status().name(), "InProgress".length(), true) + "  "
                        + right(
                                took(
                                        rule.startedAt(),
                                        rule.status() == ActionStatus.InProgress
                                                ? Optional.empty()
                                                : Optional.of(rule.updatedAt())),
                                7)
                        + (rule.summary().isEmpty() ? "" : "  " + Printable.text(firstLine(rule.summary()))));
                rule.error()
                        .ifPresent(
                                error -> out.println("      " + error.code() + ": " + Printable.text(error.message())));
            }
        }
    }

    private static String name(ConditionType type) {
        return switch (type) {
            case BEFORE_ENTRY -> "beforeEntry";
            case ON_SUCCESS -> "onSuccess";
            case ON_FAILURE -> "onFailure";
        };
    }

    private static String said(ExecutionRecord.ActionRecord action) {
        String by = action.updatedBy().isEmpty() ? "" : "  by " + Printable.text(action.updatedBy());
        return by + (action.summary().isEmpty() ? "" : "  " + Printable.text(firstLine(action.summary())));
    }

    private static String retry(ExecutionRecord.Retry retry) {
        return "  " + retry.mode() + (retry.by().isEmpty() ? "" : " by " + Printable.text(retry.by()));
    }

    private static String trigger(ExecutionRecord record) {
        String detail = record.origin().trigger().detail();
        String type = record.origin().trigger().type().name();
        return detail.isEmpty() || detail.length() > 30 ? type : type + " " + Printable.text(detail);
    }

    private static String what(ExecutionRecord record) {
        String revisions = record.revisions().stream()
                .map(revision -> record.revisions().size() == 1 ? shown(revision) : revision(revision))
                .collect(Collectors.joining(", "));
        String carried = record.carried().isEmpty()
                ? ""
                : "  (carries "
                        + record.carried().stream()
                                .map(each -> "#" + each.number())
                                .collect(Collectors.joining(", "))
                        + ")";
        return revisions + carried;
    }

    private static String revision(ArtifactRevision revision) {
        return revision.actionName() + " " + shown(revision);
    }

    private static String shown(ArtifactRevision revision) {
        String id = revision.revisionId();
        return Printable.text(id.substring(0, Math.min(SHORT_ID, id.length())) + " " + firstLine(revision.summary()))
                .strip();
    }

    private static String carried(CarriedExecution carried) {
        return "#" + carried.number()
                + (carried.revisions().isEmpty()
                        ? ""
                        : "  "
                                + carried.revisions().stream()
                                        .map(HistoryText::revision)
                                        .collect(Collectors.joining(", ")));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private String took(ExecutionRecord record) {
        return took(
                record.origin().startedAt(),
                record.status().isLive() ? Optional.empty() : Optional.of(record.updatedAt()));
    }

    private String took(Instant from, Optional<Instant> to) {
        return Durations.of(Duration.between(from, to.orElseGet(clock::instant)));
    }

    private String status(String status, int width, boolean painted) {
        String text = left(status, width);
        if (!painted) {
            return text;
        }
        return switch (status) {
            case "Succeeded" -> terminal.paint(Terminal.Colour.GREEN, text);
            case "Failed", "Abandoned" -> terminal.paint(Terminal.Colour.RED, text);
            case "InProgress", "Stopping" -> terminal.paint(Terminal.Colour.BLUE, text);
            default -> terminal.paint(Terminal.Colour.YELLOW, text);
        };
    }

    /** As much as fits in the line, where lines have an end. */
    private String cut(String text, int used) {
        int room = Math.max(20, terminal.columns() - used);
        return !terminal.interactive() || text.length() <= room
                ? text
                : text.substring(0, room - 1) + (terminal.unicode() ? "…" : "~");
    }

    private static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
