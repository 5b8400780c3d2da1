package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.engine.ActionExecution;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.engine.StageExecution;
import io.jenkins.plugins.releasepipeline.engine.StageStatus;
import io.jenkins.plugins.releasepipeline.runtime.ActionLogKey;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The stages and their actions in a terminal, drawn anew as they change. */
final class TerminalProgress implements Progress {
    private static final long FRAME_MILLIS = 100;
    private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    private static final String[] ASCII_SPINNER = {"|", "/", "-", "\\"};
    private static final int NAME_COLUMN = 34;

    private final PrintStream out;
    private final Terminal terminal;
    private final String executionId;
    private final Function<ActionLogKey, Optional<String>> lastLine;
    private final ScheduledExecutorService frames = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "release-pipeline-terminal");
        thread.setDaemon(true);
        return thread;
    });
    private PipelineState state;
    private ExecutionState last;
    private int drawn;
    private int frame;
    private boolean paused;

    /** @param lastLine the last line of an attempt's log, if it has written any */
    TerminalProgress(
            PrintStream out, Terminal terminal, String executionId, Function<ActionLogKey, Optional<String>> lastLine) {
        this.out = out;
        this.terminal = terminal;
        this.executionId = executionId;
        this.lastLine = lastLine;
        out.print("\u001b[?25l");
        frames.scheduleAtFixedRate(this::tick, 0, FRAME_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void happened(PipelineState now, List<Event> events) {
        state = now;
        now.execution(executionId).ifPresent(execution -> last = execution);
    }

    @Override
    public synchronized void say(String line) {
        if (paused) {
            out.println();
            out.println("  " + line);
            return;
        }
        erase();
        out.println(line);
        draw();
    }

    @Override
    public synchronized void pause() {
        draw();
        drawn = 0;
        paused = true;
        out.print("\u001b[?25h");
        out.flush();
    }

    @Override
    public synchronized void resume() {
        paused = false;
        out.print("\u001b[?25l");
        draw();
    }

    @Override
    public void close() {
        frames.shutdownNow();
        synchronized (this) {
            draw();
            out.print("\u001b[?25h");
            out.flush();
        }
    }

    private synchronized void tick() {
        frame++;
        if (!paused) {
            draw();
        }
    }

    private void erase() {
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A\r\u001b[J");
            drawn = 0;
        }
    }

    private void draw() {
        if (state == null || last == null) {
            return;
        }
        List<String> lines = lines();
        StringBuilder frameText = new StringBuilder();
        if (drawn > 0) {
            frameText.append("\u001b[").append(drawn).append("A\r");
        }
        for (String line : lines) {
            frameText.append(line).append("\u001b[K\n");
        }
        frameText.append("\u001b[J");
        out.print(frameText);
        out.flush();
        drawn = lines.size();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        List<StageDeclaration> stages = state.definitionOf(last) == null
                ? state.definition().stages()
                : state.definitionOf(last).stages();
        int all = stages.stream().mapToInt(stage -> stage.actions().size() + 1).sum();
        boolean brief = all + 2 > terminal.lines();
        for (StageDeclaration stage : stages) {
            Optional<StageExecution> ran = last.stage(stage.name());
            lines.add(stageLine(stage, ran));
            boolean open = ran.isPresent() && ran.get().status() != StageStatus.Succeeded;
            if (!brief || open) {
                stage.actions().forEach(action -> lines.add(actionLine(action, ran)));
            }
        }
        return lines;
    }

    private String stageLine(StageDeclaration stage, Optional<StageExecution> ran) {
        if (ran.isEmpty()) {
            boolean here = last.waiting() && last.isLive() && last.position().equals(stage.name());
            return here
                    ? row(mark("◇", "?", Terminal.Colour.YELLOW), stage.name(), true, waits(), "")
                    : row(mark("○", "o", Terminal.Colour.FAINT), stage.name(), false, "", "");
        }
        StageExecution execution = ran.get();
        String time = Durations.of(
                Duration.between(execution.startedAt(), execution.endedAt().orElse(Instant.now())));
        return switch (execution.status()) {
            case Succeeded -> row(mark("✓", "+", Terminal.Colour.GREEN), stage.name(), true, "", time);
            case Failed -> row(mark("✗", "x", Terminal.Colour.RED), stage.name(), true, "failed", time);
            case Stopped, Cancelled, Skipped ->
                row(
                        mark("■", "#", Terminal.Colour.YELLOW),
                        stage.name(),
                        true,
                        execution.status().name(),
                        time);
            default -> row(spinner(), stage.name(), true, last.endRequest().isPresent() ? "stopping" : "", time);
        };
    }

    private String waits() {
        return "waits"
                + Waiting.reason(state, last).map(reason -> ": " + reason).orElse("");
    }

    private String actionLine(ActionDeclaration action, Optional<StageExecution> ran) {
        Optional<ActionExecution> found = ran.flatMap(stage -> stage.action(action.name()));
        String name = "  " + action.name();
        String provider = action.actionTypeId().provider();
        if (found.isEmpty()) {
            return row("  " + mark("○", "o", Terminal.Colour.FAINT), name, false, provider, "");
        }
        ActionExecution execution = found.get();
        String time = Durations.of(Duration.between(
                execution.startedAt(), execution.isInProgress() ? Instant.now() : execution.lastStatusChange()));
        String text = execution.error().map(error -> error.message()).orElse(execution.summary());
        String detail = text.isEmpty() ? provider : text.lines().findFirst().orElse("");
        if (execution.isInProgress() && execution.expires().isPresent()) {
            return row("  " + mark("◇", "?", Terminal.Colour.MAGENTA), name, true, "waits for approval", time);
        }
        return switch (execution.status()) {
            case Succeeded -> row("  " + mark("✓", "+", Terminal.Colour.GREEN), name, true, detail, time);
            case Failed -> row("  " + mark("✗", "x", Terminal.Colour.RED), name, true, detail, time);
            case Abandoned -> row("  " + mark("■", "#", Terminal.Colour.YELLOW), name, true, "abandoned", time);
            case InProgress ->
                row(
                        "  " + spinner(),
                        name,
                        true,
                        lastLine.apply(key(ran.get(), execution)).orElse(detail),
                        time);
        };
    }

    private ActionLogKey key(StageExecution stage, ActionExecution action) {
        return new ActionLogKey(
                state.pipelineName(), executionId, stage.stageName(), action.actionName(), action.actionExecutionId());
    }

    private String row(String mark, String name, boolean active, String detail, String time) {
        boolean action = name.startsWith("  ");
        String shown = name.strip();
        int indent = action ? 2 : 0;
        int width = Math.max(20, terminal.columns() - 1);
        int nameWidth = Math.min(NAME_COLUMN, width / 2) - indent - 2;
        String left = fit(shown, nameWidth);
        int room = width - indent - 2 - nameWidth - 2 - time.length() - 1;
        String middle = room > 3 ? fit(Printable.text(detail), room) : "";
        String painted = !active
                ? terminal.paint(Terminal.Colour.FAINT, left)
                : action ? left : terminal.paint(Terminal.Colour.BOLD, left);
        return mark + " " + painted + "  " + terminal.paint(Terminal.Colour.FAINT, middle) + " "
                + terminal.paint(Terminal.Colour.FAINT, time);
    }

    private String spinner() {
        String[] shapes = terminal.unicode() ? SPINNER : ASCII_SPINNER;
        return terminal.paint(Terminal.Colour.BLUE, shapes[frame % shapes.length]);
    }

    private String mark(String shape, String ascii, Terminal.Colour colour) {
        return terminal.paint(colour, terminal.unicode() ? shape : ascii);
    }

    /** A text in exactly so many columns. */
    private String fit(String text, int columns) {
        if (text.codePointCount(0, text.length()) > columns) {
            int end = text.offsetByCodePoints(0, Math.max(0, columns - 1));
            return text.substring(0, end) + (terminal.unicode() ? "…" : "~");
        }
        return text + " ".repeat(columns - text.codePointCount(0, text.length()));
    }
}
