package io.jenkins.plugins.releasepipeline.definition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What came of reading one pipeline: its definition, or why there is none. Immutable. */
public final class ReadResult {
    private final String fileName;
    private final PipelineDefinition read;
    private final SourceNode root;
    private final List<Problem> problems;
    private final boolean truncated;

    ReadResult(String fileName, PipelineDefinition read, SourceNode root, List<Problem> problems) {
        this(fileName, read, root, problems, false);
    }

    private ReadResult(
            String fileName, PipelineDefinition read, SourceNode root, List<Problem> problems, boolean truncated) {
        List<Problem> sorted = new ArrayList<>(problems);
        sorted.sort(Problem.BY_POSITION);
        this.fileName = fileName;
        this.read = read;
        this.root = root;
        this.truncated = truncated || sorted.size() > Limits.PROBLEMS;
        this.problems = List.copyOf(this.truncated ? cut(sorted) : sorted);
    }

    private static List<Problem> cut(List<Problem> problems) {
        List<Problem> kept = new ArrayList<>(problems);
        kept.sort(Comparator.comparing(Problem::severity));
        kept = new ArrayList<>(kept.subList(0, Math.min(kept.size(), Limits.PROBLEMS)));
        kept.sort(Problem.BY_POSITION);
        if (problems.size() > Limits.PROBLEMS) {
            kept.add(new Problem(
                    Problem.Severity.WARNING,
                    "too-many-problems",
                    "",
                    problems.get(problems.size() - 1).line(),
                    1,
                    "There are " + (problems.size() - Limits.PROBLEMS) + " more problems that are not listed"));
        }
        return kept;
    }

    /** The name of the file it was read from, as the caller gave it. */
    public String fileName() {
        return fileName;
    }

    /** The definition; empty when there is an error. */
    public Optional<PipelineDefinition> definition() {
        return hasErrors() ? Optional.empty() : Optional.ofNullable(read);
    }

    /** All problems, errors and warnings, in the order of their positions. */
    public List<Problem> problems() {
        return problems;
    }

    public boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }

    /**
     * This result with the problems that further rules find.
     *
     * @param rules is given the definition as far as it could be read, where any field may be null that is required; its
     *     problems have pointers as {@code get-pipeline} would have them ({@code /pipeline/stages/0/name}), and get their
     *     places in the document here
     */
    public ReadResult and(Function<PipelineDefinition, List<Problem>> rules) {
        if (read == null) {
            return this;
        }
        List<Problem> all = new ArrayList<>(problems);
        Set<Problem> known = new HashSet<>(problems);
        for (Problem found : rules.apply(read)) {
            Problem placed = place(found);
            if (known.add(placed)) {
                all.add(placed);
            }
        }
        return new ReadResult(fileName, read, root, all, truncated);
    }

    private Problem place(Problem problem) {
        if (problem.line() > 0) {
            return problem;
        }
        SourceNode at = root;
        for (String segment : Pointer.parse(problem.pointer()).segments()) {
            SourceNode next = null;
            if (at instanceof SourceNode.ObjectNode object) {
                next = object.get(segment);
            } else if (at instanceof SourceNode.ArrayNode array
                    && segment.matches("[0-9]{1,9}")
                    && Integer.parseInt(segment) < array.elements().size()) {
                next = array.elements().get(Integer.parseInt(segment));
            }
            if (next == null) {
                break;
            }
            at = next;
        }
        Place place = at.place();
        return new Problem(
                problem.severity(),
                problem.code(),
                place.pointer().toString(),
                place.line(),
                place.column(),
                problem.message());
    }
}
