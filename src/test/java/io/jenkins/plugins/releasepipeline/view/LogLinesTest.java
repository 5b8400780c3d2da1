package io.jenkins.plugins.releasepipeline.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.LongStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LogLinesTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final LogLines lines = new LogLines();

    @Test
    public void every_line_begins_where_its_number_says() throws Exception {
        Path log = log("one\n\nthree\nfour");
        assertThat(LongStream.rangeClosed(0, 6).map(line -> offsetOf(log, line)))
                .containsExactly(0L, 0L, 4L, 5L, 11L, 11L, 11L);
        assertThat(LongStream.of(0, 3, 4, 5, 10, 11, 15, 99).map(offset -> lineAt(log, offset)))
                .containsExactly(1L, 1L, 2L, 3L, 3L, 4L, 4L, 4L);
    }

    @Test
    public void an_end_of_line_begins_no_line_of_its_own() throws Exception {
        assertThat(lines.offsetOf(log("one\ntwo\n"), 9)).isEqualTo(4);
        assertThat(lines.offsetOf(log(""), 9)).isZero();
        assertThat(lines.lineAt(log(""), 0)).isEqualTo(1);
    }

    @Test
    public void lines_of_a_long_log_that_grows_are_found_by_their_number() throws Exception {
        StringBuilder text = new StringBuilder();
        int[] begins = new int[120_001];
        for (int i = 1; i <= 120_000; i++) {
            begins[i] = text.length();
            text.append("line ").append(i).append(" of a long log\n");
        }
        Path log = log(text.substring(0, 2_000_000));
        assertThat(lines.lineAt(log, 1_999_999)).isGreaterThan(60_000);
        Files.writeString(log, text.substring(2_000_000), StandardOpenOption.APPEND);
        for (int line : new int[] {1, 2, 36_000, 37_000, 75_001, 119_999, 120_000}) {
            assertThat(lines.offsetOf(log, line)).as("line " + line).isEqualTo(begins[line]);
            assertThat(lines.lineAt(log, begins[line])).isEqualTo(line);
            assertThat(lines.lineAt(log, begins[line] + 3)).isEqualTo(line);
        }
        assertThat(lines.around(log, 75_001).text()).startsWith("line 74801 of").contains("line 75001 of");
    }

    @Test
    public void a_log_that_was_cut_is_counted_anew() throws Exception {
        Path log = log("x\n".repeat(2 << 20));
        assertThat(lines.lineAt(log, 4 << 20)).isEqualTo((2 << 20) + 1);
        Files.writeString(log, "long\n".repeat(300_000));
        assertThat(lines.lineAt(log, 1_499_998)).isEqualTo(300_000);
        assertThat(lines.offsetOf(log, 300_000)).isEqualTo(1_499_995);
    }

    @Test
    public void a_text_is_found_whatever_its_case_and_colour() throws Exception {
        Path log = log("Begin\n\u001b[31mERR\u001b[0mOR: no disk\nnothing\nan Error again");
        assertThat(lines.find(log, "error")).isEqualTo(new LogLines.Matches(java.util.List.of(2L, 4L), true));
        assertThat(lines.find(log, "31m").lines()).isEmpty();
    }

    @Test
    public void no_more_lines_are_found_than_anybody_reads() throws Exception {
        LogLines.Matches found = lines.find(log("same\n".repeat(5_000)), "same");
        assertThat(found.lines()).hasSize(LogLines.MOST_MATCHES).endsWith(1_000L);
        assertThat(found.complete()).isFalse();
    }

    private long offsetOf(Path log, long line) {
        try {
            return lines.offsetOf(log, line);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private long lineAt(Path log, long offset) {
        try {
            return lines.lineAt(log, offset);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path log(String text) throws IOException {
        return Files.writeString(folder.newFile().toPath(), text);
    }
}
