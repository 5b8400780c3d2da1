package io.jenkins.plugins.releasepipeline.action.build.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Follows a shell script far enough to know the quoting at each reference, and which words another shell or interpreter
 * will read. It never fails: where the script is not shell, the shell will say so.
 */
final class ShellScanner extends ShellWords {
    private static final Set<String> OPENERS = Set.of("{", "if", "while", "until", "for", "select", "case");
    private static final Set<String> CLOSERS = Set.of("}", "fi", "done", "esac");
    private static final Set<String> CONTINUERS = Set.of("then", "else", "elif", "do", "!", "time");
    private static final int MAX_HERE_DOCUMENTS = 50;

    /** Longer scripts are not followed. */
    private static final int MAX_LENGTH = 64 * 1024;

    /** How deep a script may be in a script in a script. */
    private static final int MAX_LEVEL = 6;

    private final List<HereDocument> pending = new ArrayList<>();
    private final ShellReaders readers;
    private int level;

    private record Frame(Set<Occurrence> upstream, int start) {}

    ShellScanner(ShellReferences session, List<Atom> atoms) {
        super(session, atoms);
        this.readers = new ShellReaders(session, this);
    }

    /** The here documents whose text is still to come. */
    List<HereDocument> pending() {
        return pending;
    }

    @Override
    void substitution() {
        list(')', Set.of());
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
            char c = in.get(p).opaque() || in.get(p).reference() != null
                    ? '_'
                    : in.get(p).value();
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

    @Override
    boolean blank() {
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
                if (in.get(p).reference() != null) {
                    edits[p] = "${" + in.get(p).reference().variable + "}";
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

    @Override
    boolean newline() {
        if (p < in.size() && in.get(p).is('\n')) {
            p++;
            hereDocuments();
            return true;
        }
        return false;
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
        readers.evaluate(command, upstream, session.since(mark), session.expandedSince(names));
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
            if (atom.reference() == null && !atom.opaque() && "()<>&|;!".indexOf(atom.value()) >= 0) {
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
            boolean special = atom.reference() == null && !atom.opaque();
            if (special && (atom.value() == '<' || atom.value() == '>' || atom.value() == '&' && at(1, '>'))) {
                redirection(command);
                continue;
            }
            if (special && atom.value() == '(' && !command.words.isEmpty()) {
                Word last = command.words.get(command.words.size() - 1);
                if (at(1, '(') && "for".equals(last.literal()) && arithmeticEnd(p + 2) >= 0) {
                    p += 2;
                    arithmetic(arithmeticEnd(p));
                    continue;
                }
            }
            if (special && "\n;|&()".indexOf(atom.value()) >= 0) {
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
            while (p < in.size()
                    && (in.get(p).reference() != null
                            || " \t\n;&|()<>".indexOf(in.get(p).value()) < 0)) {
                Atom atom = in.get(p++);
                if (atom.is('\'') || atom.is('"')) {
                    document.quoted = true;
                    while (p < in.size() && !in.get(p).is(atom.value())) {
                        delimiter.append(in.get(p++).value());
                    }
                    p++;
                } else if (atom.is('\\') && p < in.size()) {
                    document.quoted = true;
                    delimiter.append(in.get(p++).value());
                } else {
                    delimiter.append(atom.value());
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
        while (p < in.size()
                && "<>&|".indexOf(in.get(p).value()) >= 0
                && !in.get(p).opaque()) {
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

    /** Words that a shell, which has our environment, will read as a script. */
    void script(List<Word> words, String reader) {
        List<Atom> atoms = new ArrayList<>();
        Set<Occurrence> direct = new LinkedHashSet<>();
        List<Occurrence> all = new ArrayList<>();
        for (Word word : words) {
            if (!atoms.isEmpty()) {
                atoms.add(new Atom(' ', null, -1, -1, Quoting.RAW, false));
            }
            atoms.addAll(word.atoms);
            word.atoms.stream().filter(atom -> atom.reference() != null).forEach(atom -> direct.add(atom.reference()));
            all.addAll(word.occurrences);
            session.evaluates(word.names);
        }
        nested(atoms);
        session.strict(
                all.stream().filter(occurrence -> !direct.contains(occurrence)).toList(), reader);
    }

    @Override
    void nested(List<Atom> atoms) {
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
            if (inner[i] != null && atom.start() >= 0) {
                for (int k = atom.start(); k < atom.end(); k++) {
                    edits[k] = "";
                }
                edits[atom.start()] = atom.quoting().encode(inner[i]);
            }
        }
    }

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
            if (document.feeds == HereDocument.Feeds.SHELL) {
                script(List.of(word), document.reader);
            }
        } else {
            boolean references = false;
            for (int i = start; i < end; i++) {
                Atom atom = in.get(i);
                if (atom.reference() != null) {
                    references = true;
                    session.met(atom.reference());
                }
                word.atoms.add(new Atom(atom.value(), atom.reference(), i, i + 1, Quoting.RAW, atom.opaque()));
            }
            word.occurrences = session.since(mark);
            if (document.feeds == HereDocument.Feeds.SHELL) {
                script(List.of(word), document.reader);
            } else if (references) {
                unquote(document, start, end, after);
            }
        }
        if (document.feeds == HereDocument.Feeds.FOREIGN) {
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
            if (atom.reference() != null) {
                edits[i] = "${" + atom.reference().variable + "}";
            } else if (!atom.opaque() && "\\$`".indexOf(atom.value()) >= 0) {
                edits[i] = "\\" + atom.value();
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
