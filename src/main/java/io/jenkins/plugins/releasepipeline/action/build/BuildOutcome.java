package io.jenkins.plugins.releasepipeline.action.build;

import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.build.BuildScript.Step;
import io.jenkins.plugins.releasepipeline.action.build.shell.ShellReferences;
import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a {@link BuildScript} has left behind. Reading it again gives the same.
 *
 * @param complete whether the script came to its end
 * @param phases in the order in which they ended
 * @param failures in the order in which they happened
 * @param exported name to value, of the exported variables that were set
 * @param expanded the patterns with their variables filled in; as many as the script was given, or none
 */
record BuildOutcome(
        boolean complete,
        List<PhaseResult> phases,
        List<Failure> failures,
        Map<String, String> exported,
        List<String> expanded) {

    /** More than all output variables of an action may have together, so that too much is noticed. */
    private static final int MAX_VALUE = 256 * 1024;

    private static final int MAX_FILE = 1024 * 1024;

    BuildOutcome {
        phases = List.copyOf(phases);
        failures = List.copyOf(failures);
        exported = Map.copyOf(exported);
        expanded = List.copyOf(expanded);
    }

    /** How a phase ended. */
    record PhaseResult(String name, boolean succeeded, long seconds) {}

    /**
     * @param step the failed command
     * @param status its exit code; empty when the phase's user is not the agent's
     */
    record Failure(Step step, Optional<Integer> status) {

        /** One line: the phase, which of its commands, the exit code, the command. */
        String describe(Buildspec buildspec) {
            String phase = step.phase().name();
            if (status.isEmpty()) {
                return phase + ": its commands are to run as another user than the agent's, which is not possible;"
                        + " use an agent of that user or leave run-as out";
            }
            int of = buildspec.phases().stream()
                    .filter(candidate -> candidate.name() == step.phase())
                    .mapToInt(candidate -> step.kind() == Step.Kind.FINALLY
                            ? candidate.finallyCommands().size()
                            : candidate.commands().size())
                    .findFirst()
                    .orElse(0);
            String kind = step.kind() == Step.Kind.FINALLY ? "finally command " : "command ";
            return phase + ": " + kind + step.number() + " of " + of + " ended with exit code " + status.get() + ": "
                    + ShellReferences.title(step.command()) + hint(buildspec);
        }

        private String hint(Buildspec buildspec) {
            boolean bash = step.command().contains("[[") || step.command().contains("pipefail");
            return bash && buildspec.environment().shell() == Buildspec.Shell.SH && status.orElse(0) != 1
                    ? " (the shell is sh; what only bash understands needs bash)"
                    : "";
        }
    }

    /**
     * Reads it from an agent. Blocks.
     *
     * @param control the script's directory
     * @param patterns how many patterns the script was given
     */
    static BuildOutcome read(Agent agent, String control, BuildScript script, Buildspec buildspec, int patterns)
            throws IOException {
        Set<String> regular = Set.copyOf(agent.list(new FileSelection(
                control, List.of("phases", "failures", "exported/*", "expanded/*"), List.of(), false)));
        List<PhaseResult> phases = new ArrayList<>();
        for (String line : lines(agent, regular, control, "phases")) {
            String[] words = line.split(" ");
            if (words.length == 3) {
                phases.add(new PhaseResult(words[0], words[1].equals("SUCCEEDED"), number(words[2])));
            }
        }
        List<Failure> failures = new ArrayList<>();
        for (String line : lines(agent, regular, control, "failures")) {
            String[] words = line.split(" ");
            int step = words.length == 2 ? (int) number(words[0]) : 0;
            if (step >= 1 && step <= script.steps().size()) {
                failures.add(new Failure(
                        script.steps().get(step - 1),
                        words[1].equals("run-as") ? Optional.empty() : Optional.of((int) number(words[1]))));
            }
        }
        Map<String, String> exported = new LinkedHashMap<>();
        for (String name : buildspec.environment().exportedVariables()) {
            text(agent, regular, control, "exported/" + name, MAX_VALUE).ifPresent(value -> exported.put(name, value));
        }
        List<String> expanded = new ArrayList<>();
        for (int i = 0; i < patterns; i++) {
            text(agent, regular, control, "expanded/" + i, MAX_FILE).ifPresent(expanded::add);
        }
        return new BuildOutcome(
                agent.exists(control + "/done"),
                phases,
                failures,
                exported,
                expanded.size() == patterns ? expanded : List.of());
    }

    private static List<String> lines(Agent agent, Set<String> regular, String control, String path)
            throws IOException {
        return text(agent, regular, control, path, MAX_FILE)
                .map(text -> text.lines().toList())
                .orElse(List.of());
    }

    /** Only what is a regular file is opened: the build's commands could have put anything there. */
    private static Optional<String> text(Agent agent, Set<String> regular, String control, String path, int limit)
            throws IOException {
        if (!regular.contains(path)) {
            return Optional.empty();
        }
        try (InputStream stream = agent.read(control + "/" + path)) {
            return Optional.of(new String(stream.readNBytes(limit), StandardCharsets.UTF_8));
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
