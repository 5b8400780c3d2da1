package io.jenkins.plugins.releasepipeline.action.build.shell;

import io.jenkins.plugins.releasepipeline.action.build.shell.HereDocument.Feeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out who will read what a command is given, and as what. */
final class ShellReaders {
    private static final Pattern ASSIGNMENT =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(\\[.*])?\\+?=.*", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final ShellReferences session;
    private final ShellScanner scanner;

    ShellReaders(ShellReferences session, ShellScanner scanner) {
        this.session = session;
        this.scanner = scanner;
    }

    /**
     * Follows one command.
     *
     * @param upstream the references in what is piped into it
     * @param occurrences the references in it
     * @param names the variables that it expands
     */
    void evaluate(Command command, Set<Occurrence> upstream, List<Occurrence> occurrences, List<String> names) {
        command.files.forEach(file -> session.wrote(file, occurrences, names));
        command.hereDocuments.forEach(document -> document.files.addAll(command.files));
        Head head = head(command.words, occurrences);
        if (head.at() < command.words.size()) {
            new Reader(command, upstream, occurrences, names, head).find();
        }
    }

    /**
     * @param at which word names the program that runs, beyond assignments and {@code sudo}, {@code env} and the like
     * @param foreign whether it runs elsewhere, or without our environment
     */
    private record Head(int at, boolean foreign) {}

    private Head head(List<Word> words, List<Occurrence> occurrences) {
        int i = 0;
        while (i < words.size() && assignment(words.get(i))) {
            i++;
        }
        boolean foreign = false;
        int first = i;
        String prefix = "";
        while (i < words.size()) {
            Word word = words.get(i);
            String program = word.program();
            String text = word.literal();
            if (Programs.PREFIXES.contains(program) || Programs.FOREIGN_PREFIXES.contains(program)) {
                foreign |= Programs.FOREIGN_PREFIXES.contains(program);
                prefix = program;
                i++;
            } else if (i > first && (word.startsWithDash() || number(word) || assignment(word))) {
                foreign |= text != null && (text.equals("-i") || text.equals("-"));
                if (prefix.equals("env") && word.prefix().startsWith("-S")) {
                    session.strict(occurrences, "env -S");
                }
                boolean takesNext = text != null
                        && text.length() == 2
                        && Programs.PREFIX_OPTIONS.getOrDefault(prefix, "").indexOf(text.charAt(1)) >= 0;
                i += takesNext ? 2 : 1;
            } else {
                break;
            }
        }
        return new Head(i, foreign);
    }

    /** One command whose program is known. */
    private final class Reader {
        private final Command command;
        private final Set<Occurrence> upstream;
        private final List<Occurrence> occurrences;
        private final List<String> names;
        private final boolean foreign;
        private final int at;
        private final Word head;
        private final List<Word> arguments;

        Reader(Command command, Set<Occurrence> upstream, List<Occurrence> occurrences, List<String> names, Head head) {
            this.command = command;
            this.upstream = upstream;
            this.occurrences = occurrences;
            this.names = names;
            this.foreign = head.foreign();
            this.at = head.at();
            this.head = command.words.get(at);
            this.arguments = command.words.subList(at + 1, command.words.size());
        }

        void find() {
            if (head.onlyReferences()) {
                session.isCommand(head.atoms.get(0).reference());
            }
            String file = head.literal();
            if (file != null && file.indexOf('/') >= 0) {
                session.runs(file);
            }
            if (!builtin(head.program()) && !shellOrElsewhere()) {
                interpreter(command, at, upstream, head.program());
            }
        }

        private boolean builtin(String program) {
            switch (program) {
                case "eval" -> scanner.script(arguments, "eval");
                case "trap" ->
                    arguments.stream()
                            .filter(word -> !word.startsWithDash())
                            .findFirst()
                            .ifPresent(word -> scanner.script(List.of(word), "trap"));
                case "export", "declare", "typeset", "local", "readonly" -> declaration();
                case "let" -> session.digits(occurrences);
                case "read", "mapfile", "readarray" -> reads();
                case "for", "select" -> literal(0).ifPresent(name -> session.assigned(name, occurrences, names));
                case "printf" -> {
                    if (literal(0).filter("-v"::equals).isPresent()) {
                        literal(1).ifPresent(name -> session.assigned(name, occurrences, names));
                    }
                }
                case "tee" -> tee();
                case ".", "source" -> sources();
                default -> {
                    return false;
                }
            }
            return true;
        }

        private Optional<String> literal(int argument) {
            return argument < arguments.size()
                    ? Optional.ofNullable(arguments.get(argument).literal())
                    : Optional.empty();
        }

        private void declaration() {
            boolean integer = false;
            for (Word word : arguments) {
                assignment(word);
                integer |= word.literal() != null && word.literal().matches("-[A-Za-z]*i[A-Za-z]*");
            }
            if (integer) {
                session.digits(occurrences);
            }
        }

        private void reads() {
            arguments.stream()
                    .map(Word::literal)
                    .filter(name -> name != null && NAME.matcher(name).matches())
                    .forEach(session::isRead);
            session.isRead("REPLY");
            session.isRead("MAPFILE");
        }

        private void tee() {
            List<Occurrence> from = new ArrayList<>(upstream);
            from.addAll(occurrences);
            arguments.stream().map(Word::literal).filter(Objects::nonNull).forEach(file -> {
                session.wrote(file, from, names);
                command.hereDocuments.forEach(document -> document.files.add(file));
            });
        }

        private void sources() {
            session.strict(command.processSubstitutions, "the shell that reads the file");
            literal(0).ifPresent(file -> {
                if (file.equals("/dev/stdin") || file.equals("-")) {
                    standardInput(command, upstream, false, "the shell");
                } else {
                    session.runs(file);
                }
            });
        }

        /** Whether a shell is among the words, or something that gives them to one. */
        private boolean shellOrElsewhere() {
            String program = head.program();
            if (Programs.FOREIGN.contains(program)) {
                foreign(command, upstream, occurrences, names, program);
                return true;
            }
            List<Word> words = command.words;
            boolean xargs = words.stream().anyMatch(word -> word.program().equals("xargs"));
            for (int k = at; k < words.size(); k++) {
                String name = words.get(k).program();
                boolean data = k > at && Programs.isData(program);
                if (Programs.SHELLS.contains(name) && !isBusybox(k)) {
                    boolean own = k == at || k == at + 1 && program.equals("busybox") || program.equals("find");
                    if (own || !data || words.get(k).quoted) {
                        shell(command, k, upstream, foreign || !own, xargs);
                        return true;
                    }
                } else if (k > at && !data && (name.equals("eval") || Programs.FOREIGN.contains(name))) {
                    session.strict(occurrences, name);
                    return true;
                } else if (words.get(k).literal() == null && !data && scriptFollows(k)) {
                    session.strict(occurrences, "the program whose name the command takes from a variable");
                    session.evaluates(names);
                    return true;
                }
            }
            return false;
        }

        private boolean isBusybox(int k) {
            List<Word> words = command.words;
            return words.get(k).program().equals("busybox")
                    && k + 1 < words.size()
                    && Programs.SHELLS.contains(words.get(k + 1).program());
        }

        /** {@code $SHELL -c …}: a program whose name is not known, and an option of shells. */
        private boolean scriptFollows(int k) {
            String next =
                    k + 1 < command.words.size() ? command.words.get(k + 1).literal() : null;
            return next != null && next.matches("-[a-z]*c");
        }
    }

    private void foreign(
            Command command,
            Set<Occurrence> upstream,
            List<Occurrence> occurrences,
            List<String> names,
            String program) {
        session.strict(occurrences, program);
        session.evaluates(names);
        session.strict(upstream, program);
        command.hereDocuments.forEach(document -> document.feeds(Feeds.FOREIGN, program));
        scanner.pending().stream()
                .filter(document -> document.feeds == Feeds.NOTHING)
                .forEach(document -> document.feeds(Feeds.FOREIGN, program));
    }

    private void shell(Command command, int at, Set<Occurrence> upstream, boolean foreign, boolean xargs) {
        List<Word> words = command.words;
        String reader = words.get(at).program();
        boolean inline = false;
        boolean standard = false;
        int k = at + 1;
        while (k < words.size() && words.get(k).startsWithDash()) {
            String option = words.get(k).literal();
            if (option == null) {
                break;
            }
            if (option.equals("--")) {
                k++;
                break;
            }
            if (option.equals("-")) {
                k++;
                break;
            }
            boolean named = option.startsWith("--");
            inline |= !named && option.startsWith("-") && option.indexOf('c') > 0;
            standard |= !named && option.indexOf('s') > 0;
            k++;
            if (!named && (option.endsWith("o") || option.endsWith("O"))
                    || option.equals("--rcfile")
                    || option.equals("--init-file")) {
                k++;
            }
        }
        session.strict(command.processSubstitutions, reader);
        if (xargs) {
            session.strict(upstream, reader);
        }
        if (inline) {
            if (k < words.size()) {
                Word word = words.get(k);
                if (foreign) {
                    session.strict(word.occurrences, reader + " with another environment");
                    session.evaluates(word.names);
                } else {
                    scanner.script(List.of(word), reader);
                }
            }
        } else if (k < words.size() && !standard) {
            String file = words.get(k).literal();
            if (file != null) {
                session.runs(file);
                if (file.equals("/dev/stdin")) {
                    standardInput(command, upstream, foreign, reader);
                }
            }
        } else {
            standardInput(command, upstream, foreign, reader);
        }
    }

    private void standardInput(Command command, Set<Occurrence> upstream, boolean foreign, String reader) {
        session.strict(upstream, reader);
        for (HereDocument document : scanner.pending()) {
            if (!command.hereDocuments.contains(document)) {
                document.feeds(Feeds.FOREIGN, reader);
            }
        }
        for (HereDocument document : command.hereDocuments) {
            document.feeds(foreign ? Feeds.FOREIGN : Feeds.SHELL, reader);
        }
        for (Word word : command.hereStrings) {
            if (foreign) {
                session.strict(word.occurrences, reader);
                session.evaluates(word.names);
            } else {
                scanner.script(List.of(word), reader);
            }
        }
    }

    private void interpreter(Command command, int at, Set<Occurrence> upstream, String program) {
        List<Word> words = command.words;
        boolean awk = program.matches("[gmn]?awk");
        boolean sed = program.matches("g?sed");
        String family = program.replaceAll("[0-9.]+$", "").toLowerCase(Locale.ROOT);
        if (!awk && !sed && !Programs.INTERPRETERS.contains(family)) {
            return;
        }
        boolean code = false;
        boolean operand = false;
        for (int k = at + 1; k < words.size(); k++) {
            Word word = words.get(k);
            String text = word.literal();
            if (awk && text != null && text.matches("-[vF]")) {
                k++;
            } else if (awk && word.prefix().matches("(?s)-[vF].+")) {
                continue;
            } else if (text != null && text.matches("-f|--file")) {
                code = true;
                k++;
            } else if (!awk
                    && text != null
                    && (sed
                            ? text.matches("-[A-Za-z]*e|--expression")
                            : Programs.CODE_OPTION.matcher(text).matches())) {
                code = true;
                if (k + 1 < words.size()) {
                    code(words.get(++k), program);
                }
            } else if (word.startsWithDash() && word.atoms.size() > 1) {
                if (!awk) {
                    code(word, program);
                }
            } else if (!operand) {
                operand = !"-".equals(text);
                if ((awk || sed) && !code) {
                    code(word, program);
                }
            }
        }
        session.strict(command.processSubstitutions, program);
        if (!awk && !sed && !code && !operand) {
            session.strict(upstream, program);
            scanner.pending().forEach(document -> document.feeds(Feeds.FOREIGN, program));
            command.hereStrings.forEach(word -> code(word, program));
        }
    }

    private void code(Word word, String program) {
        session.strict(word.occurrences, program);
    }

    private static boolean number(Word word) {
        String text = word.literal();
        return text != null && text.matches("[0-9.]+[smhd]?");
    }

    private boolean assignment(Word word) {
        String prefix = word.prefix();
        Matcher matcher = ASSIGNMENT.matcher(prefix);
        if (!matcher.matches()) {
            return false;
        }
        String name = matcher.group(1);
        session.assigned(name, word.occurrences, word.names);
        if (Programs.EVALUATED_NAMES.contains(name)) {
            session.strict(word.occurrences, "whatever uses the variable " + name);
        }
        return true;
    }
}
