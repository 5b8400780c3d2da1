package io.jenkins.plugins.releasepipeline.action.build.shell;

/** How the text at a place is quoted, and so what another text must look like to stand there. */
enum Quoting {
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
