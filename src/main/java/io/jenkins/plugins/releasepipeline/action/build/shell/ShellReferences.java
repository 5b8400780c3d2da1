package io.jenkins.plugins.releasepipeline.action.build.shell;

import io.jenkins.plugins.releasepipeline.definition.VariableReferences;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Rewrites shell commands so that each {@code #{namespace.key}} becomes a reference to an environment variable that
 * holds the value: the design's rule that a value never reaches a shell as text.
 *
 * <p>The rewriting follows the quoting around a reference, so that the shell sees the value exactly: also in here
 * documents, command substitutions, and the scripts of {@code sh -c}, {@code eval} and {@code trap}, where the inner shell
 * gets the reference. Where something would still read the value as code (another machine's shell, a program of
 * {@code python -c}, an arithmetic expression, a variable that {@code eval} expands) a value of plain characters is
 * allowed and any other is a {@linkplain Rewritten#refusals() refusal}.
 *
 * <p>The safety does not rest on the quoting being understood rightly: no value is part of the result in any case.
 */
public final class ShellReferences {
    /** Characters that no language takes for more than a name, a number or a path. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.,:@+/=%-]*");

    private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,18}");

    private final Function<Reference, Optional<String>> values;
    private final Map<Reference, String> names = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<Occurrence> occurrences = new ArrayList<>();
    private final List<Occurrence> order = new ArrayList<>();
    private final List<String> expanded = new ArrayList<>();
    private final Set<String> refusals = new LinkedHashSet<>();
    private final Map<String, Source> assignments = new HashMap<>();
    private final Map<String, Source> written = new HashMap<>();
    private final Set<String> read = new HashSet<>();
    private final Set<String> evaluated = new LinkedHashSet<>();
    private final Set<String> run = new LinkedHashSet<>();
    private final Map<String, Set<Reference>> tainted;
    private long budget = 4L * 1024 * 1024;

    private static final class Source {
        final Set<Occurrence> occurrences = new LinkedHashSet<>();
        final Set<String> names = new LinkedHashSet<>();
    }

    /**
     * @param commands the commands, in their order, without any reference
     * @param environment the variables they refer to, with the values
     * @param refusals why the commands must not run, one sentence each; none when they may
     */
    public record Rewritten(List<String> commands, Map<String, String> environment, List<String> refusals) {
        public Rewritten {
            commands = List.copyOf(commands);
            environment = Map.copyOf(environment);
            refusals = List.copyOf(refusals);
        }
    }

    private ShellReferences(Function<Reference, Optional<String>> values, Map<String, Set<Reference>> tainted) {
        this.values = values;
        this.tainted = tainted;
    }

    /**
     * @param commands what one shell will run, in order
     * @param references whether {@code #{namespace.key}} in the commands is a reference; in a file of the source it is
     *     text, and the commands are only looked through for what they do with {@code variables}
     * @param values the value of each reference
     * @param variables environment variables whose value holds references, with these
     * @throws VariableReferences.UnresolvedReferenceException when a reference has no value
     */
    public static Rewritten rewrite(
            List<String> commands,
            boolean references,
            Function<Reference, Optional<String>> values,
            Map<String, Set<Reference>> variables) {
        ShellReferences session = new ShellReferences(values, variables);
        variables.forEach((name, held) -> {
            if (Programs.EVALUATED_NAMES.contains(name)) {
                held.forEach(reference -> session.check(
                        reference, session.value(reference), "the environment variable " + name, "", false));
            }
        });
        List<String> rewritten = new ArrayList<>();
        for (String command : commands) {
            rewritten.add(session.one(command, references));
        }
        session.follow();
        return new Rewritten(rewritten, session.environment, List.copyOf(session.refusals));
    }

    private String one(String command, boolean references) {
        List<Atom> atoms = new ArrayList<>();
        List<VariableReferences.Part> parts =
                references ? VariableReferences.parse(command) : List.of(new VariableReferences.Literal(command));
        for (VariableReferences.Part part : parts) {
            if (part instanceof Reference reference) {
                Occurrence occurrence = new Occurrence(reference, name(reference), value(reference), title(command));
                occurrences.add(occurrence);
                atoms.add(Atom.top(occurrence, atoms.size()));
            } else {
                for (char c : part.text().toCharArray()) {
                    atoms.add(Atom.top(c, atoms.size()));
                }
            }
        }
        String[] edits = new ShellScanner(this, atoms).scan();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < edits.length; i++) {
            if (edits[i] != null) {
                text.append(edits[i]);
            } else if (atoms.get(i).reference() != null) {
                text.append("${").append(atoms.get(i).reference().variable).append('}');
            } else {
                text.append(atoms.get(i).value());
            }
        }
        return text.toString();
    }

    /** A command's first line, for messages. */
    public static String title(String command) {
        String text = command.strip();
        int end = text.indexOf('\n');
        String line = end < 0 ? text : text.substring(0, end) + " …";
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }

    private String value(Reference reference) {
        String[] value = new String[1];
        VariableReferences.resolve(reference.text(), asked -> {
            Optional<String> found = values.apply(asked);
            found.ifPresent(text -> value[0] = text);
            return found;
        });
        return value[0];
    }

    private String name(Reference reference) {
        return names.computeIfAbsent(reference, key -> {
            String name = "RP_VAR_" + (names.size() + 1);
            environment.put(name, value(key));
            return name;
        });
    }

    /** Whether {@code characters} more may be looked at. */
    boolean follows(int characters) {
        budget -= characters;
        return budget >= 0;
    }

    /** How many references were met so far: a mark for {@link #since}. */
    int mark() {
        return order.size();
    }

    void met(Occurrence occurrence) {
        order.add(occurrence);
    }

    List<Occurrence> since(int mark) {
        return List.copyOf(order.subList(mark, order.size()));
    }

    /** How many expansions were met so far: a mark for {@link #expandedSince}. */
    int expandedMark() {
        return expanded.size();
    }

    void expands(String name) {
        expanded.add(name);
    }

    List<String> expandedSince(int mark) {
        return List.copyOf(expanded.subList(mark, expanded.size()));
    }

    void assigned(String name, Collection<Occurrence> from, Collection<String> names) {
        Source source = assignments.computeIfAbsent(name, key -> new Source());
        source.occurrences.addAll(from);
        source.names.addAll(names);
    }

    /** A variable whose value comes from a stream. */
    void isRead(String name) {
        read.add(name);
    }

    void wrote(String file, Collection<Occurrence> from, Collection<String> names) {
        Source source = written.computeIfAbsent(file(file), key -> new Source());
        source.occurrences.addAll(from);
        source.names.addAll(names);
    }

    /** A file that a shell runs. */
    void runs(String file) {
        run.add(file(file));
    }

    /** Variables whose values become part of a text that a shell evaluates. */
    void evaluates(Collection<String> names) {
        evaluated.addAll(names);
    }

    /** The value would be read as code by {@code reader}. */
    void strict(Collection<Occurrence> places, String reader) {
        for (Occurrence place : places) {
            check(place.reference, place.value, reader, place.command, false);
        }
    }

    /** The value would be part of an arithmetic expression. */
    void digits(Collection<Occurrence> places) {
        for (Occurrence place : places) {
            check(place.reference, place.value, "an arithmetic expression", place.command, true);
        }
    }

    /** The value would be the command. */
    void isCommand(Occurrence place) {
        refusals.add("the value of " + place.reference.text() + " would be the command itself in: " + place.command
                + " — write the command and give the value as its argument");
    }

    private void check(Reference reference, String value, String reader, String command, boolean digits) {
        if (!(digits ? DIGITS : PLAIN).matcher(value).matches()) {
            refusals.add(reader + " would read the value of " + reference.text() + " as code"
                    + (command.isEmpty() ? "" : " in: " + command)
                    + (digits
                            ? " — the value is not a number"
                            : " — the value has other characters than letters, digits and _ . , : @ + / = % -;"
                                    + " give it in an environment variable that the program itself reads"));
        }
    }

    private void follow() {
        Set<String> seen = new HashSet<>();
        for (String name : evaluated) {
            follow(name, "a shell evaluates $" + name + ", which", seen);
        }
        for (String file : run) {
            Source source = written.get(file);
            if (source != null) {
                strict(source.occurrences, "the shell that runs " + file);
                source.names.forEach(name -> follow(name, "the shell that runs " + file, seen));
            }
        }
    }

    private void follow(String name, String reader, Set<String> seen) {
        if (!seen.add(name)) {
            return;
        }
        boolean positional = name.matches("[0-9]+|[@*]");
        if (positional || read.contains(name)) {
            strict(occurrences, reader);
        }
        tainted.getOrDefault(name, Set.of())
                .forEach(reference -> check(reference, value(reference), reader, "$" + name, false));
        Source source = assignments.get(name);
        if (source != null) {
            strict(source.occurrences, reader);
            source.names.forEach(next -> follow(next, reader, seen));
        }
    }

    private static String file(String path) {
        String file = path;
        while (file.startsWith("./")) {
            file = file.substring(2);
        }
        return file;
    }

    List<Occurrence> all() {
        return Collections.unmodifiableList(occurrences);
    }
}
