package io.jenkins.plugins.releasepipeline.local;

import java.util.Locale;
import java.util.Map;

/**
 * What the output can show.
 *
 * @param interactive whether a person sees it as it comes, so that lines can be drawn anew
 * @param colour whether ANSI colours are wanted
 * @param unicode whether more than ASCII can be shown
 * @param columns how wide it is
 * @param lines how high it is
 */
record Terminal(boolean interactive, boolean colour, boolean unicode, int columns, int lines) {

    /** What the launcher has found out; plain output otherwise. */
    static Terminal detect(Map<String, String> environment) {
        boolean tty = "1".equals(environment.get("RELEASE_PIPELINE_TTY")) && !"dumb".equals(environment.get("TERM"));
        String locale = environment.getOrDefault(
                "LC_ALL", environment.getOrDefault("LC_CTYPE", environment.getOrDefault("LANG", "")));
        boolean unicode = locale.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8");
        return new Terminal(
                tty,
                tty && environment.getOrDefault("NO_COLOR", "").isEmpty(),
                unicode,
                number(environment.get("RELEASE_PIPELINE_COLUMNS"), 100),
                number(environment.get("RELEASE_PIPELINE_LINES"), 40));
    }

    String paint(Colour wanted, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + wanted.code + "m" + text + "\u001b[0m" : text;
    }

    private static int number(String text, int otherwise) {
        try {
            int value = text == null ? 0 : Integer.parseInt(text.strip());
            return value > 0 ? value : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    enum Colour {
        BOLD("1"),
        FAINT("2"),
        RED("31"),
        GREEN("32"),
        YELLOW("33"),
        BLUE("34"),
        MAGENTA("35");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }
}
