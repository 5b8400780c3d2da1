package io.jenkins.plugins.releasepipeline.trigger;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A glob pattern with the rules of {@link java.nio.file.FileSystem#getPathMatcher} on Unix (reference §1.12), for names
 * that need not be paths of this machine: whatever its system and its language.
 */
final class Glob {
    private final String text;
    private final Pattern regex;

    /** @throws PatternSyntaxException when it is no glob pattern */
    Glob(String text) {
        this.text = text;
        this.regex = Pattern.compile(new Translation(text).regex());
    }

    boolean matches(String name) {
        return regex.matcher(name).matches();
    }

    @Override
    public String toString() {
        return text;
    }

    private static final class Translation {
        private static final String REGEX_META = ".^$+{[]|()";
        private static final String GLOB_META = "\\*?[{";
        private static final char END = 0;

        private final String glob;
        private final StringBuilder regex = new StringBuilder();
        private int at;
        private boolean inGroup;

        Translation(String glob) {
            this.glob = glob;
        }

        String regex() {
            while (at < glob.length()) {
                char c = glob.charAt(at++);
                switch (c) {
                    case '\\' -> escaped();
                    case '[' -> bracket();
                    case '{' -> {
                        if (inGroup) {
                            throw wrong("Cannot nest groups");
                        }
                        regex.append("(?:(?:");
                        inGroup = true;
                    }
                    case '}' -> {
                        regex.append(inGroup ? "))" : "}");
                        inGroup = false;
                    }
                    case ',' -> regex.append(inGroup ? ")|(?:" : ",");
                    case '*' -> {
                        if (next() == '*') {
                            regex.append(".*");
                            at++;
                        } else {
                            regex.append("[^/]*");
                        }
                    }
                    case '?' -> regex.append("[^/]");
                    default -> literal(c, REGEX_META);
                }
            }
            if (inGroup) {
                throw wrong("Missing '}'");
            }
            return regex.toString();
        }

        private void escaped() {
            if (at == glob.length()) {
                throw wrong("No character to escape");
            }
            literal(glob.charAt(at++), REGEX_META + GLOB_META);
        }

        private void literal(char c, String meta) {
            if (meta.indexOf(c) >= 0) {
                regex.append('\\');
            }
            regex.append(c);
        }

        private void bracket() {
            regex.append("[[^/]&&[");
            if (next() == '^') {
                regex.append("\\^");
                at++;
            } else {
                if (next() == '!') {
                    regex.append('^');
                    at++;
                }
                if (next() == '-') {
                    regex.append('-');
                    at++;
                }
            }
            boolean hasRangeStart = false;
            char last = 0;
            char c = END;
            while (at < glob.length()) {
                c = glob.charAt(at++);
                if (c == ']') {
                    break;
                }
                if (c == '/') {
                    throw wrong("Explicit 'name separator' in class");
                }
                if (c == '\\' || c == '[' || c == '&' && next() == '&') {
                    regex.append('\\');
                }
                regex.append(c);
                if (c == '-') {
                    if (!hasRangeStart) {
                        throw wrong("Invalid range");
                    }
                    c = next();
                    at++;
                    if (c == END || c == ']') {
                        break;
                    }
                    if (c < last) {
                        throw wrong("Invalid range");
                    }
                    regex.append(c);
                    hasRangeStart = false;
                } else {
                    hasRangeStart = true;
                    last = c;
                }
            }
            if (c != ']') {
                throw wrong("Missing ']'");
            }
            regex.append("]]");
        }

        private char next() {
            return at < glob.length() ? glob.charAt(at) : END;
        }

        private PatternSyntaxException wrong(String what) {
            return new PatternSyntaxException(what, glob, Math.max(0, at - 1));
        }
    }
}
