package io.jenkins.plugins.releasepipeline.action.build;

import io.jenkins.plugins.releasepipeline.action.build.ShellReferences.Occurrence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows a shell script far enough to know the quoting at each reference, and which words another shell or interpreter
 * will read. It never fails: where the script is not shell, the shell will say so.
 */
final class ShellScanner {
    private static final Set<String> SHELLS =
            Set.of("sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "rbash", "busybox");

    /** Run their arguments as a command, in the same environment. */
    private static final Set<String> PREFIXES = Set.of(
            "exec",
            "command",
            "builtin",
            "env",
            "nohup",
            "nice",
            "ionice",
            "time",
            "timeout",
            "setsid",
            "stdbuf",
            "xargs",
            "unbuffer",
            "chronic",
            "coproc");

    /** Run their arguments as a command, elsewhere or with another environment. */
    private static final Set<String> FOREIGN_PREFIXES = Set.of("sudo", "doas", "chroot", "unshare", "nsenter");

    /** The options of prefixes that take the next word. */
    private static final Map<String, String> PREFIX_OPTIONS = Map.of(
            "sudo", "ugpChrtTUDR",
            "doas", "uC",
            "env", "uC",
            "nice", "n",
            "ionice", "cnpPu",
            "timeout", "ks",
            "stdbuf", "ioe",
            "exec", "a",
            "xargs", "InPLdEsa",
            "unshare", "RSG");

    /** All of whose arguments are read by a shell somewhere, or by a language of their own. */
    private static final Set<String> FOREIGN = Set.of(
            "ssh",
            "rsh",
            "su",
            "runuser",
            "watch",
            "parallel",
            "script",
            "flock",
            "at",
            "batch",
            "crontab",
            "alias",
            "make",
            "gmake",
            "expect",
            "tmux",
            "screen",
            "systemd-run",
            "complete",
            "bind");

    private static final Set<String> INTERPRETERS = Set.of(
            "python",
            "perl",
            "ruby",
            "node",
            "nodejs",
            "php",
            "lua",
            "rscript",
            "groovy",
            "osascript",
            "pwsh",
            "tclsh",
            "psql",
            "mysql",
            "sqlite3",
            "deno",
            "bun",
            "jshell",
            "irb",
            "ghci",
            "scala",
            "vim",
            "ex",
            "ed");

    private static final Pattern CODE_OPTION =
            Pattern.compile("-[A-Za-z]*[ceErpR]|--eval|--execute|--print|--command|--expression|-[Cc]ommand|eval");

    /** Variables whose value a shell or a tool runs or expands. */
    static final Set<String> EVALUATED_NAMES = Set.of(
            "PS0",
            "PS1",
            "PS2",
            "PS4",
            "PROMPT_COMMAND",
            "BASH_ENV",
            "ENV",
            "IFS",
            "PATH",
            "SHELLOPTS",
            "BASHOPTS",
            "LD_PRELOAD",
            "LD_LIBRARY_PATH",
            "LD_AUDIT",
            "GIT_SSH",
            "GIT_SSH_COMMAND",
            "GIT_ASKPASS",
            "SSH_ASKPASS",
            "GIT_EDITOR",
            "EDITOR",
            "VISUAL",
            "PAGER",
            "GIT_PAGER",
            "GIT_EXTERNAL_DIFF",
            "PERL5OPT",
            "PERL5LIB",
            "PYTHONSTARTUP",
            "PYTHONPATH",
            "RUBYOPT",
            "NODE_OPTIONS",
            "JAVA_TOOL_OPTIONS",
            "MAVEN_OPTS",
            "MAKEFLAGS",
            "MAKEFILES",
            "LESSOPEN",
            "SHELL",
            "BROWSER");

    private static final Pattern ASSIGNMENT =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(\\[.*])?\\+?=.*", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> OPENERS = Set.of("{", "if", "while", "until", "for", "select", "case");
    private static final Set<String> CLOSERS = Set.of("}", "fi", "done", "esac");
    private static final Set<String> CONTINUERS = Set.of("then", "else", "elif", "do", "!", "time");
    private static final int MAX_DEPTH = 40;
    private static final int MAX_EXPRESSION = 2000;
    private static final int MAX_HERE_DOCUMENTS = 50;

    /** Longer scripts are not followed. */
    static final int MAX_LENGTH = 64 * 1024;

    /** How deep a script may be in a script in a script. */
    private static final int MAX_LEVEL = 6;

    /** How the text at a place is quoted, and so what another text must look like to stand there. */
    private enum Quoting {
        NONE,
        DOUBLE,
        SINGLE,
        ANSI,
        BACKTICK,
        HERE,
        RAW;

        String encode(String text) {
            return switch (this) {
                case NONE -> "'" + text.replace("'", "'\\''") + "'";
                case SINGLE -> text.replace("'", "'\\''");
                case DOUBLE -> escape(text, "\\$`\"");
                case HERE -> escape(text, "\\$`");
                case BACKTICK -> escape(text, "\\`");
                case ANSI -> escape(text, "\\'");
                case RAW -> text;
            };
        }

        private static String escape(String text, String special) {
            StringBuilder escaped = new StringBuilder();
            for (char c : text.toCharArray()) {
                if (special.indexOf(c) >= 0) {
                    escaped.append('\\');
                }
                escaped.append(c);
            }
            return escaped.toString();
        }
    }

    /**
     * A character of a script, or a reference in it, or something that an outer shell will have put there.
     *
     * @param value the character; for a reference or an expansion something that is part of a word
     * @param reference the reference, or null
     * @param start where it begins in the script around this one
     * @param end where it ends there
     * @param quoting how it is quoted there
     * @param opaque whether an outer shell has put it there
     */
    record Atom(char value, Occurrence reference, int start, int end, Quoting quoting, boolean opaque) {
        static Atom top(char value, int at) {
            return new Atom(value, null, at, at + 1, Quoting.RAW, false);
        }

        static Atom top(Occurrence reference, int at) {
            return new Atom('_', reference, at, at + 1, Quoting.RAW, false);
        }

        boolean is(char c) {
            return value == c && reference == null && !opaque;
        }
    }

    /** A word as the command will see it, with what a later shell would read. */
    private static final class Word {
        final List<Atom> atoms = new ArrayList<>();
        boolean quoted;
        List<Occurrence> occurrences = List.of();
        List<String> names = List.of();
        boolean substituted;

        /** The word's text, or null when an expansion is part of it. */
        String literal() {
            StringBuilder text = new StringBuilder();
            for (Atom atom : atoms) {
                if (atom.opaque || atom.reference != null) {
                    return null;
                }
                text.append(atom.value);
            }
            return text.toString();
        }

        String prefix() {
            StringBuilder text = new StringBuilder();
            for (Atom atom : atoms) {
                if (atom.opaque || atom.reference != null) {
                    break;
                }
                text.append(atom.value);
            }
            return text.toString();
        }

        String program() {
            String text = literal();
            if (text == null) {
                return "";
            }
            return text.substring(text.lastIndexOf('/') + 1);
        }

        boolean onlyReferences() {
            return !atoms.isEmpty() && atoms.stream().allMatch(atom -> atom.reference != null);
        }

        boolean startsWithDash() {
            return !atoms.isEmpty() && (atoms.get(0).is('-') || atoms.get(0).is('+'));
        }
    }

    private enum Feeds {
        NOTHING,
        SHELL,
        FOREIGN
    }

    private static final class HereDocument {
        int delimiterStart;
        int delimiterEnd;
        String delimiter;
        boolean quoted;
        boolean stripTabs;
        Feeds feeds = Feeds.NOTHING;
        String reader = "";
        List<String> files = new ArrayList<>();
    }

    private record Frame(Set<Occurrence> upstream, int start) {}

    private final ShellReferences session;
    private final List<Atom> in;
    private final String[] edits;
    private final List<HereDocument> pending = new ArrayList<>();
    private int p;
    private int depth;
    private int level;

    ShellScanner(ShellReferences session, List<Atom> atoms) {
        this.session = session;
        this.in = atoms;
        this.edits = new String[atoms.size()];
    }

    /** What each atom becomes; null where it stays. */
    String[] scan() {
        return scan(0);
    }

    private String[] scan(int level) {
        this.level = level;
        if (in.size() > MAX_LENGTH || !session.follows(in.size())) {
            session.strict(rest(), "a script too long to follow");
            return edits;
        }
        while (p < in.size()) {
            list('\0', Set.of());
        }
        return edits;
    }

    // Lists and pipelines

    /** Reads commands up to {@code end}: a closing parenthesis, {@code ;} for the end of a case item, NUL for the end. */
    private void list(char end, Set<Occurrence> inherited) {
        if (tooDeep()) {
            return;
        }
        depth++;
        Deque<Frame> compounds = new ArrayDeque<>();
        Set<Occurrence> upstream = inherited;
        int start = session.mark();
        while (p < in.size()) {
            if (blank()) {
                continue;
            }
            char c = in.get(p).opaque || in.get(p).reference != null ? '_' : in.get(p).value;
            if (c == '\n') {
                p++;
                hereDocuments();
                upstream = compounds.isEmpty() ? inherited : compounds.peek().upstream;
                start = session.mark();
            } else if (c == ';' && at(1, ';') || c == ';' && at(1, '&')) {
                p += at(1, ';') && at(2, '&') ? 3 : 2;
                if (end == ';') {
                    break;
                }
            } else if (c == '&' && at(1, '>')) {
                command(upstream);
            } else if (c == ';' || c == '&' || c == '|' && at(1, '|')) {
                p += (c == '&' && at(1, '&')) || c == '|' ? 2 : 1;
                upstream = compounds.isEmpty() ? inherited : compounds.peek().upstream;
                start = session.mark();
            } else if (c == '|') {
                p += at(1, '&') ? 2 : 1;
                upstream = new LinkedHashSet<>(upstream);
                upstream.addAll(session.since(start));
            } else if (c == '(') {
                if (at(1, '(') && arithmeticEnd(p + 2) >= 0) {
                    p += 2;
                    arithmetic(arithmeticEnd(p));
                } else {
                    p++;
                    list(')', upstream);
                }
            } else if (c == ')') {
                p++;
                if (end == ')') {
                    break;
                }
            } else {
                String word = reserved();
                if (OPENERS.contains(word)) {
                    compounds.push(new Frame(upstream, session.mark()));
                    if (word.equals("case")) {
                        p += 4;
                        caseClause(upstream);
                        start = compounds.pop().start;
                        redirections(start);
                        continue;
                    }
                    if (word.equals("for") || word.equals("select")) {
                        command(upstream);
                        continue;
                    }
                    p += word.length();
                    start = session.mark();
                } else if (CLOSERS.contains(word)) {
                    if (word.equals("esac") && end == ';') {
                        break;
                    }
                    p += word.length();
                    if (!compounds.isEmpty()) {
                        Frame frame = compounds.pop();
                        upstream = frame.upstream;
                        start = frame.start;
                    }
                    redirections(start);
                } else if (CONTINUERS.contains(word)) {
                    p += word.length();
                } else {
                    command(upstream);
                }
            }
        }
        if (end == '\0') {
            hereDocuments();
        }
        depth--;
    }

    private void redirections(int start) {
        int names = session.expandedMark();
        Command command = new Command();
        words(command);
        for (String file : command.files) {
            session.wrote(file, session.since(start), session.expandedSince(names));
        }
    }

    private void caseClause(Set<Occurrence> upstream) {
        blanks();
        word();
        while (p < in.size() && !"in".equals(reserved())) {
            if (!blank() && !newline()) {
                p++;
            }
        }
        p = Math.min(in.size(), p + 2);
        while (p < in.size()) {
            while (blank() || newline()) {
                continue;
            }
            if ("esac".equals(reserved())) {
                p += 4;
                return;
            }
            if (p < in.size() && in.get(p).is('(')) {
                p++;
            }
            while (p < in.size() && !in.get(p).is(')')) {
                if (!blank() && !newline()) {
                    int before = p;
                    if (in.get(p).is('|')) {
                        p++;
                    } else {
                        word();
                    }
                    if (p == before) {
                        p++;
                    }
                }
            }
            p++;
            list(';', upstream);
        }
    }

    /** The unquoted word at this place, when it ends here; for reserved words. */
    private String reserved() {
        StringBuilder word = new StringBuilder();
        int i = p;
        while (i < in.size() && !in.get(i).opaque && in.get(i).reference == null) {
            char c = in.get(i).value;
            if (" \t\n;&|()<>".indexOf(c) >= 0) {
                break;
            }
            if ("'\"\\$`=".indexOf(c) >= 0 || word.length() > 8) {
                return "";
            }
            word.append(c);
            i++;
        }
        return i < in.size() && (in.get(i).opaque || in.get(i).reference != null) ? "" : word.toString();
    }

    private boolean tooDeep() {
        if (depth < MAX_DEPTH) {
            return false;
        }
        session.strict(rest(), "a script nested too deeply to follow");
        p = in.size();
        return true;
    }

    private List<Occurrence> rest() {
        return in.subList(p, in.size()).stream()
                .map(Atom::reference)
                .filter(reference -> reference != null)
                .toList();
    }

    private boolean blank() {
        if (p >= in.size()) {
            return false;
        }
        Atom atom = in.get(p);
        if (atom.is(' ') || atom.is('\t') || atom.is('\r')) {
            p++;
            return true;
        }
        if (atom.is('\\') && at(1, '\n')) {
            p += 2;
            return true;
        }
        if (atom.is('#')) {
            while (p < in.size() && !in.get(p).is('\n')) {
                if (in.get(p).reference != null) {
                    edits[p] = "${" + in.get(p).reference.variable + "}";
                }
                p++;
            }
            return true;
        }
        return false;
    }

    private void blanks() {
        while (blank()) {
            continue;
        }
    }

    private boolean newline() {
        if (p < in.size() && in.get(p).is('\n')) {
            p++;
            hereDocuments();
            return true;
        }
        return false;
    }

    private boolean at(int offset, char c) {
        return p + offset < in.size() && in.get(p + offset).is(c);
    }

    // Simple commands

    private static final class Command {
        final List<Word> words = new ArrayList<>();
        final List<Word> hereStrings = new ArrayList<>();
        final List<HereDocument> hereDocuments = new ArrayList<>();
        final List<Occurrence> processSubstitutions = new ArrayList<>();
        final List<String> files = new ArrayList<>();
    }

    private void command(Set<Occurrence> upstream) {
        int mark = session.mark();
        int names = session.expandedMark();
        int before = p;
        Command command = new Command();
        if ("[[".equals(reserved())) {
            doubleBrackets();
        } else {
            words(command);
        }
        if (p == before) {
            p++;
        }
        evaluate(command, upstream, session.since(mark), session.expandedSince(names));
    }

    private void doubleBrackets() {
        p += 2;
        int mark = session.mark();
        boolean arithmetic = false;
        while (p < in.size()) {
            if (blank() || newline()) {
                continue;
            }
            if ("]]".equals(reserved())) {
                p += 2;
                break;
            }
            Atom atom = in.get(p);
            if (atom.reference == null && !atom.opaque && "()<>&|;!".indexOf(atom.value) >= 0) {
                p++;
                continue;
            }
            int before = p;
            Word word = word();
            if (p == before) {
                p++;
            }
            String text = word.literal();
            arithmetic |= text != null && text.matches("-(eq|ne|lt|le|gt|ge|v)");
        }
        if (arithmetic) {
            session.digits(session.since(mark));
        }
    }

    /** Reads words and redirections up to the end of the command. */
    private void words(Command command) {
        while (p < in.size()) {
            if (blank()) {
                continue;
            }
            Atom atom = in.get(p);
            boolean special = atom.reference == null && !atom.opaque;
            if (special && (atom.value == '<' || atom.value == '>' || atom.value == '&' && at(1, '>'))) {
                redirection(command);
                continue;
            }
            if (special && atom.value == '(' && !command.words.isEmpty()) {
                Word last = command.words.get(command.words.size() - 1);
                if (at(1, '(') && "for".equals(last.literal()) && arithmeticEnd(p + 2) >= 0) {
                    p += 2;
                    arithmetic(arithmeticEnd(p));
                    continue;
                }
            }
            if (special && "\n;|&()".indexOf(atom.value) >= 0) {
                return;
            }
            int mark = session.mark();
            int names = session.expandedMark();
            int before = p;
            Word word = word();
            word.occurrences = session.since(mark);
            word.names = session.expandedSince(names);
            if (p == before) {
                p++;
            }
            if (p < in.size()
                    && (in.get(p).is('<') || in.get(p).is('>'))
                    && !word.quoted
                    && word.literal() != null
                    && word.literal().matches("[0-9]+|\\{\\w+}")) {
                continue;
            }
            command.words.add(word);
        }
    }

    private void redirection(Command command) {
        if (in.get(p).is('&')) {
            p++;
        }
        boolean input = in.get(p).is('<');
        if (at(1, '(')) {
            p += 2;
            int mark = session.mark();
            int names = session.expandedMark();
            list(')', Set.of());
            Word word = new Word();
            word.atoms.add(new Atom('_', null, p, p, Quoting.NONE, true));
            word.occurrences = session.since(mark);
            word.names = session.expandedSince(names);
            word.substituted = true;
            command.processSubstitutions.addAll(word.occurrences);
            command.words.add(word);
            return;
        }
        if (input && at(1, '<') && at(2, '<')) {
            p += 3;
            blanks();
            int mark = session.mark();
            int names = session.expandedMark();
            Word word = word();
            word.occurrences = session.since(mark);
            word.names = session.expandedSince(names);
            command.hereStrings.add(word);
            return;
        }
        if (input && at(1, '<')) {
            p += 2;
            HereDocument document = new HereDocument();
            if (p < in.size() && in.get(p).is('-')) {
                document.stripTabs = true;
                p++;
            }
            blanks();
            document.delimiterStart = p;
            StringBuilder delimiter = new StringBuilder();
            while (p < in.size() && (in.get(p).reference != null || " \t\n;&|()<>".indexOf(in.get(p).value) < 0)) {
                Atom atom = in.get(p++);
                if (atom.is('\'') || atom.is('"')) {
                    document.quoted = true;
                    while (p < in.size() && !in.get(p).is(atom.value)) {
                        delimiter.append(in.get(p++).value);
                    }
                    p++;
                } else if (atom.is('\\') && p < in.size()) {
                    document.quoted = true;
                    delimiter.append(in.get(p++).value);
                } else {
                    delimiter.append(atom.value);
                }
            }
            p = Math.min(p, in.size());
            document.delimiterEnd = p;
            document.delimiter = delimiter.toString();
            if (pending.size() < MAX_HERE_DOCUMENTS) {
                command.hereDocuments.add(document);
                pending.add(document);
            } else {
                session.strict(session.all(), "a script with too many here documents to follow");
            }
            return;
        }
        while (p < in.size() && "<>&|".indexOf(in.get(p).value) >= 0 && !in.get(p).opaque) {
            p++;
        }
        blanks();
        if (p < in.size() && !in.get(p).is('\n')) {
            if (at(0, '<') || at(0, '>')) {
                return;
            }
            Word target = word();
            String file = target.literal();
            if (file != null && !input) {
                command.files.add(file);
            }
        }
    }

    /** Finds out who will read the words of a command, and as what. */
    private void evaluate(Command command, Set<Occurrence> upstream, List<Occurrence> occurrences, List<String> names) {
        List<Word> words = command.words;
        int i = 0;
        while (i < words.size() && assignment(words.get(i))) {
            i++;
        }
        for (String file : command.files) {
            session.wrote(file, occurrences, names);
        }
        command.hereDocuments.forEach(document -> document.files.addAll(command.files));
        if (i >= words.size()) {
            return;
        }
        boolean foreign = false;
        boolean empty = false;
        int first = i;
        String prefix = "";
        while (i < words.size()) {
            Word word = words.get(i);
            String program = word.program();
            if (PREFIXES.contains(program) || FOREIGN_PREFIXES.contains(program)) {
                foreign |= FOREIGN_PREFIXES.contains(program);
                prefix = program;
                i++;
            } else if (i > first && (word.startsWithDash() || number(word) || assignment(word))) {
                String text = word.literal();
                empty |= text != null && (text.equals("-i") || text.equals("-"));
                if (prefix.equals("env") && word.prefix().startsWith("-S")) {
                    session.strict(occurrences, "env -S");
                }
                i++;
                if (text != null
                        && text.length() == 2
                        && PREFIX_OPTIONS.getOrDefault(prefix, "").indexOf(text.charAt(1)) >= 0) {
                    i++;
                }
            } else {
                break;
            }
        }
        if (i >= words.size()) {
            return;
        }
        Word head = words.get(i);
        if (head.onlyReferences()) {
            session.isCommand(head.atoms.get(0).reference);
        }
        String program = head.program();
        if (head.literal() != null && head.literal().indexOf('/') >= 0) {
            session.runs(head.literal());
        }
        switch (program) {
            case "eval":
                script(words.subList(i + 1, words.size()), "eval");
                return;
            case "trap":
                for (int k = i + 1; k < words.size(); k++) {
                    if (!words.get(k).startsWithDash()) {
                        script(List.of(words.get(k)), "trap");
                        break;
                    }
                }
                return;
            case "export", "declare", "typeset", "local", "readonly":
                boolean integer = false;
                for (Word word : words.subList(i + 1, words.size())) {
                    assignment(word);
                    integer |= word.literal() != null && word.literal().matches("-[A-Za-z]*i[A-Za-z]*");
                }
                if (integer) {
                    session.digits(occurrences);
                }
                return;
            case "let":
                session.digits(occurrences);
                return;
            case "read", "mapfile", "readarray":
                for (Word word : words.subList(i + 1, words.size())) {
                    String name = word.literal();
                    if (name != null && NAME.matcher(name).matches()) {
                        session.isRead(name);
                    }
                }
                if (words.size() == i + 1) {
                    session.isRead("REPLY");
                }
                return;
            case "for", "select":
                if (words.size() > i + 1 && words.get(i + 1).literal() != null) {
                    session.assigned(words.get(i + 1).literal(), occurrences, names);
                }
                return;
            case "printf":
                if (words.size() > i + 2 && "-v".equals(words.get(i + 1).literal())) {
                    String name = words.get(i + 2).literal();
                    if (name != null) {
                        session.assigned(name, occurrences, names);
                    }
                }
                break;
            case "tee":
                for (Word word : words.subList(i + 1, words.size())) {
                    if (word.literal() != null) {
                        List<Occurrence> from = new ArrayList<>(upstream);
                        from.addAll(occurrences);
                        session.wrote(word.literal(), from, names);
                    }
                }
                command.hereDocuments.forEach(document -> words.forEach(word -> {
                    if (word.literal() != null) {
                        document.files.add(word.literal());
                    }
                }));
                return;
            case ".", "source":
                if (words.size() > i + 1) {
                    String file = words.get(i + 1).literal();
                    session.strict(command.processSubstitutions, "the shell that reads the file");
                    if (file != null && (file.equals("/dev/stdin") || file.equals("-"))) {
                        standardInput(command, upstream, false, "the shell");
                    } else if (file != null) {
                        session.runs(file);
                    }
                }
                return;
            default:
                break;
        }
        if (FOREIGN.contains(program)) {
            foreign(command, upstream, occurrences, names, program);
            return;
        }
        boolean xargs = words.stream().anyMatch(word -> word.program().equals("xargs"));
        for (int k = i; k < words.size(); k++) {
            String name = words.get(k).program();
            boolean own = k == i || k == i + 1 && name.equals("sh") && program.equals("busybox");
            if (SHELLS.contains(name)
                    && !(name.equals("busybox")
                            && k + 1 < words.size()
                            && SHELLS.contains(words.get(k + 1).program()))) {
                if (!own && k > i && !words.get(k).quoted && isData(program)) {
                    continue;
                }
                shell(command, k, upstream, foreign || empty || !own && !program.equals("find"), xargs);
                return;
            }
            if (k > i && (name.equals("eval") || FOREIGN.contains(name)) && !isData(program)) {
                session.strict(occurrences, name);
                return;
            }
        }
        interpreter(command, i, upstream, program);
    }

    /** Programs that take words without ever running them. */
    private static boolean isData(String program) {
        return Set.of(
                        "echo", "printf", "cat", "grep", "test", "[", "git", "apt-get", "apt", "yum", "dnf", "apk",
                        "which", "type", "rm", "cp", "mv", "mkdir", "touch", "ls", "chmod", "cd", "set", "curl", "wget",
                        "head", "tail", "sort", "wc", "tr", "cut", "diff", "ln", "zip", "tar", "unset", "return",
                        "exit")
                .contains(program);
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
        command.hereDocuments.forEach(document -> feed(document, Feeds.FOREIGN, program));
        pending.stream()
                .filter(document -> document.feeds == Feeds.NOTHING)
                .forEach(document -> feed(document, Feeds.FOREIGN, program));
    }

    private static void feed(HereDocument document, Feeds feeds, String reader) {
        document.feeds = feeds;
        document.reader = reader;
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
                    script(List.of(word), reader);
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
        for (HereDocument document : pending) {
            if (!command.hereDocuments.contains(document)) {
                feed(document, Feeds.FOREIGN, reader);
            }
        }
        for (HereDocument document : command.hereDocuments) {
            feed(document, foreign ? Feeds.FOREIGN : Feeds.SHELL, reader);
        }
        for (Word word : command.hereStrings) {
            if (foreign) {
                session.strict(word.occurrences, reader);
                session.evaluates(word.names);
            } else {
                script(List.of(word), reader);
            }
        }
    }

    private void interpreter(Command command, int at, Set<Occurrence> upstream, String program) {
        List<Word> words = command.words;
        boolean awk = program.matches("[gmn]?awk");
        boolean sed = program.matches("g?sed");
        String family = program.replaceAll("[0-9.]+$", "").toLowerCase(Locale.ROOT);
        if (!awk && !sed && !INTERPRETERS.contains(family)) {
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
                            : CODE_OPTION.matcher(text).matches())) {
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
            pending.forEach(document -> feed(document, Feeds.FOREIGN, program));
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
        if (EVALUATED_NAMES.contains(name)) {
            session.strict(word.occurrences, "whatever uses the variable " + name);
        }
        return true;
    }

    /** Words that a shell, which has our environment, will read as a script. */
    private void script(List<Word> words, String reader) {
        List<Atom> atoms = new ArrayList<>();
        Set<Occurrence> direct = new LinkedHashSet<>();
        List<Occurrence> all = new ArrayList<>();
        for (Word word : words) {
            if (!atoms.isEmpty()) {
                atoms.add(new Atom(' ', null, -1, -1, Quoting.RAW, false));
            }
            atoms.addAll(word.atoms);
            word.atoms.stream().filter(atom -> atom.reference != null).forEach(atom -> direct.add(atom.reference));
            all.addAll(word.occurrences);
            session.evaluates(word.names);
        }
        nested(atoms);
        session.strict(
                all.stream().filter(occurrence -> !direct.contains(occurrence)).toList(), reader);
    }

    private void nested(List<Atom> atoms) {
        if (level >= MAX_LEVEL) {
            session.strict(
                    atoms.stream()
                            .map(Atom::reference)
                            .filter(reference -> reference != null)
                            .toList(),
                    "a script nested too deeply to follow");
            return;
        }
        String[] inner = new ShellScanner(session, atoms).scan(level + 1);
        for (int i = 0; i < inner.length; i++) {
            Atom atom = atoms.get(i);
            if (inner[i] != null && atom.start >= 0) {
                for (int k = atom.start; k < atom.end; k++) {
                    edits[k] = "";
                }
                edits[atom.start] = atom.quoting.encode(inner[i]);
            }
        }
    }

    // Words

    private Word word() {
        Word word = new Word();
        while (p < in.size()) {
            Atom atom = in.get(p);
            if (atom.reference != null) {
                reference(word, Quoting.NONE, "\"${", "}\"");
                continue;
            }
            if (atom.opaque) {
                word.atoms.add(new Atom('_', null, p, p + 1, Quoting.NONE, true));
                p++;
                continue;
            }
            char c = atom.value;
            if (c == '(' && word.prefix().endsWith("=") && !word.quoted) {
                array(word);
                continue;
            }
            if (" \t\r\n;&|()<>".indexOf(c) >= 0) {
                break;
            }
            switch (c) {
                case '\\' -> backslash(word);
                case '\'' -> single(word);
                case '"' -> {
                    word.quoted = true;
                    p++;
                    doubled(word, Quoting.DOUBLE, in.size());
                }
                case '$' -> dollar(word, Quoting.NONE);
                case '`' -> backtick(word, false);
                default -> {
                    word.atoms.add(new Atom(c, null, p, p + 1, Quoting.NONE, false));
                    p++;
                }
            }
        }
        return word;
    }

    private void array(Word word) {
        if (tooDeep()) {
            return;
        }
        depth++;
        p++;
        while (p < in.size() && !in.get(p).is(')')) {
            if (blank() || newline()) {
                continue;
            }
            int before = p;
            word();
            if (p == before) {
                p++;
            }
        }
        p = Math.min(p + 1, in.size());
        depth--;
        word.atoms.add(new Atom('_', null, p, p, Quoting.NONE, true));
    }

    private void reference(Word word, Quoting quoting, String before, String after) {
        Occurrence reference = in.get(p).reference;
        session.met(reference);
        edits[p] = before + reference.variable + after;
        word.atoms.add(new Atom('_', reference, p, p + 1, quoting, false));
        p++;
    }

    private void backslash(Word word) {
        word.quoted = true;
        if (p + 1 >= in.size()) {
            word.atoms.add(new Atom('\\', null, p, p + 1, Quoting.NONE, false));
            p++;
        } else if (in.get(p + 1).reference != null) {
            edits[p++] = "";
        } else if (in.get(p + 1).is('\n')) {
            p += 2;
        } else {
            word.atoms.add(new Atom(in.get(p + 1).value, null, p, p + 2, Quoting.NONE, in.get(p + 1).opaque));
            p += 2;
        }
    }

    private void single(Word word) {
        word.quoted = true;
        p++;
        while (p < in.size() && !in.get(p).is('\'')) {
            if (in.get(p).reference != null) {
                reference(word, Quoting.SINGLE, "'\"${", "}\"'");
            } else {
                word.atoms.add(new Atom(in.get(p).value, null, p, p + 1, Quoting.SINGLE, in.get(p).opaque));
                p++;
            }
        }
        p++;
        p = Math.min(p, in.size());
    }

    private void ansi(Word word) {
        word.quoted = true;
        p += 2;
        while (p < in.size() && !in.get(p).is('\'')) {
            if (in.get(p).reference != null) {
                reference(word, Quoting.ANSI, "'\"${", "}\"$'");
            } else if (in.get(p).is('\\') && p + 1 < in.size()) {
                if (in.get(p + 1).reference != null) {
                    edits[p++] = "\\\\";
                } else {
                    char c = in.get(p + 1).value;
                    word.atoms.add(
                            new Atom(c == 'n' ? '\n' : c == 't' ? '\t' : c, null, p, p + 2, Quoting.ANSI, false));
                    p += 2;
                }
            } else {
                word.atoms.add(new Atom(in.get(p).value, null, p, p + 1, Quoting.ANSI, in.get(p).opaque));
                p++;
            }
        }
        p++;
        p = Math.min(p, in.size());
    }

    /** Reads what is in double quotes, or a here document up to {@code limit}. */
    private void doubled(Word word, Quoting quoting, int limit) {
        String special = quoting == Quoting.HERE ? "$`\\" : "$`\\\"";
        while (p < limit) {
            Atom atom = in.get(p);
            if (atom.reference != null) {
                reference(word, quoting, "${", "}");
            } else if (atom.opaque) {
                word.atoms.add(new Atom('_', null, p, p + 1, quoting, true));
                p++;
            } else if (atom.value == '"' && quoting == Quoting.DOUBLE) {
                p++;
                return;
            } else if (atom.value == '\\' && p + 1 < limit) {
                Atom next = in.get(p + 1);
                if (next.reference != null) {
                    edits[p] = "\\\\";
                    word.atoms.add(new Atom('\\', null, p, p + 1, quoting, false));
                    p++;
                } else if (next.is('\n')) {
                    p += 2;
                } else if (!next.opaque && special.indexOf(next.value) >= 0) {
                    word.atoms.add(new Atom(next.value, null, p, p + 2, quoting, false));
                    p += 2;
                } else {
                    word.atoms.add(new Atom('\\', null, p, p + 1, quoting, false));
                    p++;
                }
            } else if (atom.value == '$') {
                dollar(word, quoting);
            } else if (atom.value == '`') {
                backtick(word, true);
            } else {
                word.atoms.add(new Atom(atom.value, null, p, p + 1, quoting, false));
                p++;
            }
        }
    }

    private void dollar(Word word, Quoting quoting) {
        int start = p;
        if (p + 1 >= in.size() || in.get(p + 1).opaque || in.get(p + 1).reference != null) {
            word.atoms.add(new Atom('$', null, p, p + 1, quoting, false));
            p++;
            return;
        }
        char next = in.get(p + 1).value;
        if (next == '\'' && quoting == Quoting.NONE) {
            ansi(word);
            return;
        }
        if (next == '"' && quoting == Quoting.NONE) {
            p++;
            return;
        }
        if (next == '(') {
            int end = at(2, '(') ? arithmeticEnd(p + 3) : -1;
            if (end >= 0) {
                p += 3;
                arithmetic(end);
            } else {
                p += 2;
                list(')', Set.of());
            }
            word.substituted = true;
        } else if (next == '[') {
            p += 2;
            int end = p;
            while (end < in.size() && !in.get(end).is(']')) {
                end++;
            }
            arithmeticText(end);
            p = Math.min(in.size(), end + 1);
        } else if (next == '{') {
            braces(quoting);
        } else if (Character.isLetter(next) || next == '_') {
            p++;
            StringBuilder name = new StringBuilder();
            while (p < in.size()
                    && in.get(p).reference == null
                    && !in.get(p).opaque
                    && (Character.isLetterOrDigit(in.get(p).value) || in.get(p).value == '_')) {
                name.append(in.get(p++).value);
            }
            session.expands(name.toString());
        } else if (Character.isDigit(next) || "@*#?-$!".indexOf(next) >= 0) {
            session.expands(String.valueOf(next));
            p += 2;
        } else {
            word.atoms.add(new Atom('$', null, p, p + 1, quoting, false));
            p++;
            return;
        }
        word.atoms.add(new Atom('_', null, start, p, quoting, true));
    }

    /** <code>${name…}</code>. */
    private void braces(Quoting quoting) {
        if (tooDeep()) {
            return;
        }
        depth++;
        p += 2;
        StringBuilder name = new StringBuilder();
        while (p < in.size() && (in.get(p).is('!') || in.get(p).is('#')) && name.isEmpty()) {
            p++;
        }
        while (p < in.size() && in.get(p).reference == null && !in.get(p).opaque) {
            char c = in.get(p).value;
            boolean special = name.isEmpty() && (c == '@' || c == '*');
            if (!special && !Character.isLetterOrDigit(c) && c != '_') {
                break;
            }
            name.append(c);
            p++;
            if (special) {
                break;
            }
        }
        if (!name.isEmpty()) {
            session.expands(name.toString());
        }
        boolean arithmetic =
                at(0, '[') || at(0, ':') && (p + 1 >= in.size() || "-=?+".indexOf(in.get(p + 1).value) < 0);
        boolean assigns = at(0, '=') || at(0, ':') && at(1, '=');
        if (at(0, '@') && at(1, 'P')) {
            session.evaluates(List.of(name.toString()));
        }
        int mark = session.mark();
        int names = session.expandedMark();
        Word inner = new Word();
        while (p < in.size() && !in.get(p).is('}')) {
            Atom atom = in.get(p);
            if (atom.reference != null) {
                if (quoting == Quoting.NONE) {
                    reference(inner, quoting, "\"${", "}\"");
                } else {
                    reference(inner, quoting, "${", "}");
                }
            } else if (atom.is('\\')) {
                if (p + 1 < in.size() && in.get(p + 1).reference != null) {
                    edits[p] = quoting == Quoting.NONE ? "" : "\\\\";
                    p++;
                } else {
                    p = Math.min(in.size(), p + 2);
                }
            } else if (atom.is('$')) {
                dollar(inner, quoting);
            } else if (atom.is('`')) {
                backtick(inner, quoting != Quoting.NONE);
            } else if (atom.is('"') && quoting != Quoting.HERE) {
                p++;
                doubled(inner, Quoting.DOUBLE, in.size());
            } else if (atom.is('\'') && quoting == Quoting.NONE) {
                single(inner);
            } else {
                p++;
            }
        }
        p = Math.min(in.size(), p + 1);
        depth--;
        Collection<Occurrence> occurrences = session.since(mark);
        if (arithmetic) {
            session.digits(occurrences);
        }
        if (assigns) {
            session.assigned(name.toString(), occurrences, session.expandedSince(names));
        }
    }

    /** Where {@code ))} ends the expression that begins at {@code from}; negative when it is none. */
    private int arithmeticEnd(int from) {
        int open = 0;
        for (int i = from; i < Math.min(in.size(), from + MAX_EXPRESSION); i++) {
            Atom atom = in.get(i);
            if (atom.is('(')) {
                open++;
            } else if (atom.is(')')) {
                if (open > 0) {
                    open--;
                } else {
                    return i + 1 < in.size() && in.get(i + 1).is(')') ? i : -1;
                }
            } else if (atom.is('\n') && open == 0 || atom.is(';') && open == 0 && !loopHeader(from)) {
                return -1;
            }
        }
        return -1;
    }

    private boolean loopHeader(int from) {
        int i = from - 3;
        while (i >= 0 && in.get(i).is(' ')) {
            i--;
        }
        return i >= 2
                && in.get(i).is('r')
                && in.get(i - 1).is('o')
                && in.get(i - 2).is('f');
    }

    private void arithmetic(int end) {
        arithmeticText(end);
        p = Math.min(in.size(), end + 2);
    }

    private void arithmeticText(int end) {
        int mark = session.mark();
        Word inner = new Word();
        while (p < end && p < in.size()) {
            if (in.get(p).reference != null) {
                reference(inner, Quoting.DOUBLE, "${", "}");
            } else if (in.get(p).is('$')) {
                dollar(inner, Quoting.DOUBLE);
            } else if (in.get(p).is('`')) {
                backtick(inner, true);
            } else {
                p++;
            }
        }
        session.digits(session.since(mark));
    }

    private void backtick(Word word, boolean inDouble) {
        int start = p++;
        List<Atom> atoms = new ArrayList<>();
        while (p < in.size() && !in.get(p).is('`')) {
            Atom atom = in.get(p);
            if (atom.is('\\') && p + 1 < in.size()) {
                Atom next = in.get(p + 1);
                if (next.is('`') || next.is('\\') || next.is('$') || next.is('"') && inDouble) {
                    atoms.add(new Atom(next.value, null, p, p + 2, Quoting.BACKTICK, false));
                    p += 2;
                    continue;
                }
            }
            atoms.add(new Atom(atom.value, atom.reference, p, p + 1, Quoting.BACKTICK, atom.opaque));
            p++;
        }
        p = Math.min(in.size(), p + 1);
        nested(atoms);
        word.substituted = true;
        word.atoms.add(new Atom('_', null, start, p, Quoting.NONE, true));
    }

    // Here documents

    private void hereDocuments() {
        List<HereDocument> documents = List.copyOf(pending);
        pending.clear();
        for (HereDocument document : documents) {
            int start = p;
            int end = -1;
            int after = in.size();
            int line = p;
            while (line <= in.size()) {
                int stop = line;
                while (stop < in.size() && !in.get(stop).is('\n')) {
                    stop++;
                }
                if (isDelimiter(document, line, stop)) {
                    end = line;
                    after = Math.min(in.size(), stop + 1);
                    break;
                }
                if (stop >= in.size()) {
                    break;
                }
                line = stop + 1;
            }
            body(document, start, end < 0 ? in.size() : end, after);
            p = after;
        }
    }

    private boolean isDelimiter(HereDocument document, int from, int to) {
        int i = from;
        if (document.stripTabs) {
            while (i < to && in.get(i).is('\t')) {
                i++;
            }
        }
        if (to - i != document.delimiter.length()) {
            return false;
        }
        for (int k = 0; k < document.delimiter.length(); k++) {
            if (!in.get(i + k).is(document.delimiter.charAt(k))) {
                return false;
            }
        }
        return true;
    }

    private void body(HereDocument document, int start, int end, int after) {
        int mark = session.mark();
        int names = session.expandedMark();
        Word word = new Word();
        if (!document.quoted) {
            p = start;
            doubled(word, Quoting.HERE, end);
            word.occurrences = session.since(mark);
            word.names = session.expandedSince(names);
            if (document.feeds == Feeds.SHELL) {
                script(List.of(word), document.reader);
            }
        } else {
            boolean references = false;
            for (int i = start; i < end; i++) {
                Atom atom = in.get(i);
                if (atom.reference != null) {
                    references = true;
                    session.met(atom.reference);
                }
                word.atoms.add(new Atom(atom.value, atom.reference, i, i + 1, Quoting.RAW, atom.opaque));
            }
            word.occurrences = session.since(mark);
            if (document.feeds == Feeds.SHELL) {
                script(List.of(word), document.reader);
            } else if (references) {
                unquote(document, start, end, after);
            }
        }
        if (document.feeds == Feeds.FOREIGN) {
            session.strict(word.occurrences, document.reader);
            session.evaluates(word.names);
        }
        for (String file : document.files) {
            session.wrote(file, word.occurrences, word.names);
        }
    }

    /** Makes a here document whose delimiter is quoted one whose delimiter is not, and quotes its text instead. */
    private void unquote(HereDocument document, int start, int end, int after) {
        boolean simple = document.delimiter.matches("[A-Za-z0-9_]+");
        String delimiter = simple ? document.delimiter : "RP_END_OF_TEXT";
        for (int i = document.delimiterStart; i < document.delimiterEnd; i++) {
            edits[i] = "";
        }
        edits[document.delimiterStart] = delimiter;
        for (int i = start; i < end; i++) {
            Atom atom = in.get(i);
            if (atom.reference != null) {
                edits[i] = "${" + atom.reference.variable + "}";
            } else if (!atom.opaque && "\\$`".indexOf(atom.value) >= 0) {
                edits[i] = "\\" + atom.value;
            }
        }
        if (!simple && end < after) {
            int stop = in.get(after - 1).is('\n') ? after - 1 : after;
            for (int i = end; i < stop; i++) {
                edits[i] = "";
            }
            edits[end] = delimiter;
        }
    }
}
