package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

public class PrintableTest {
    private static final String ESC = "\u001b";

    @Test
    public void a_text_keeps_its_words_and_loses_what_steers_a_terminal() {
        assertThat(Printable.text("plain, \u00fcml\u00e4ut \u2713")).isEqualTo("plain, \u00fcml\u00e4ut \u2713");
        assertThat(Printable.text(ESC + "[31mred" + ESC + "[0m")).isEqualTo("red");
        assertThat(Printable.text("a" + ESC + "[2J" + ESC + "[1;1Hb")).isEqualTo("ab");
        assertThat(Printable.text(ESC + "]0;title\u0007rest")).isEqualTo("rest");
        assertThat(Printable.text(ESC + "]52;c;aGk=" + ESC + "\\rest")).isEqualTo("rest");
        assertThat(Printable.text("one\rtwo\nthree\u0008\u009b2J")).isEqualTo("one two three  2J");
        assertThat(Printable.text("end" + ESC)).isEqualTo("end");
    }

    @Test
    public void a_line_of_a_log_keeps_its_colours_and_ends_them() {
        assertThat(Printable.colours(ESC + "[1;32mok" + ESC + "[2K" + ESC + "[9A done"))
                .isEqualTo(ESC + "[1;32mok done" + ESC + "[0m");
        assertThat(Printable.colours("a\tb\u0007")).isEqualTo("a    b ");
    }
}
