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
    private final List<Problem> all;

    ReadResult(String fileName, PipelineDefinition read, SourceNode root, List<Problem> problems) {
        List<Problem> sorted = new ArrayList<>(problems);
        sorted.sort(Problem.BY_POSITION);
        this.fileName = fileName;
        this.read = read;
        this.root = root;
        this.all = List.copyOf(sorted);
    }

    /** The name of the file it was read from, as the caller gave it. */
    public String fileName() {
        return fileName;
    }

    /** The definition; empty when there is an error. */
    public Optional<PipelineDefinition> definition() {
        return hasErrors() ? Optional.empty() : Optional.ofNullable(read);
    }

    /**
     * All problems, errors and warnings, in the order of their positions. Of very many the errors are preferred, and the
     * last entry says that there are more.
     */
    public List<Problem> problems() {
        if (all.size() <= Limits.PROBLEMS) {
            return all;
        }
        List<Problem> kept = new ArrayList<>(all);
        kept.sort(Comparator.comparing(Problem::severity));
        kept.subList(Limits.PROBLEMS, kept.size()).clear();
        kept.sort(Problem.BY_POSITION);
        Problem last = kept.get(kept.size() - 1);
        kept.add(new Problem(
                Problem.Severity.WARNING,
                "too-many-problems",
                "",
                last.line(),
                last.column(),
                "There are more problems, which are not listed; mend these first"));
        return List.copyOf(kept);
    }

    public boolean hasErrors() {
        return all.stream().anyMatch(Problem::isError);
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
        List<Problem> more = new ArrayList<>(all);
        Set<Problem> known = new HashSet<>(all);
        for (Problem found : rules.apply(read)) {
            Problem placed = place(found);
            if (known.add(placed)) {
                more.add(placed);
            }
        }
        return new ReadResult(fileName, read, root, more);
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
