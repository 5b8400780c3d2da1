package io.jenkins.plugins.releasepipeline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FileActionLogTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path file;
    private FileActionLog log;

    @Before
    public void open() throws IOException {
        file = folder.getRoot().toPath().resolve("logs/action.log");
        log = FileActionLog.open(file);
    }

    @After
    public void close() {
        log.close();
    }

    @Test
    public void readers_see_bytes_as_they_were_written_at_once() throws IOException {
        write("\u001b[1mbold");
        assertThat(text()).isEqualTo("\u001b[1mbold");
        log.println(" ünd line");
        assertThat(text()).isEqualTo("\u001b[1mbold ünd line\n");
        assertThat(log.position()).isEqualTo(Files.size(file));
    }

    @Test
    public void a_secret_is_masked_wherever_it_is_cut() throws IOException {
        log.mask("geheim");
        for (int cut = 0; cut <= 6; cut++) {
            write("a" + "geheim".substring(0, cut));
            write("geheim".substring(cut) + "b\n");
        }
        for (char c : "<geheim>\n".toCharArray()) {
            write(String.valueOf(c));
        }
        log.println("geheim in a line");
        assertThat(text()).isEqualTo("a*****b\n".repeat(7) + "<*****>\n***** in a line\n");
    }

    @Test
    public void random_cuts_never_show_a_secret_and_lose_nothing_else() throws IOException {
        List<String> secrets = List.of("abc", "abcabd", "bca", "cc\ndefg");
        secrets.forEach(log::mask);
        Random random = new Random(3);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            String piece = random.ints(random.nextInt(6), 0, 6)
                    .collect(StringBuilder::new, (b, c) -> b.append("abcd\n-".charAt(c)), StringBuilder::append)
                    .toString();
            all.append(piece);
            write(piece);
        }
        log.close();
        assertThat(text()).doesNotContain(secrets);
        try (FileActionLog whole = FileActionLog.open(file.resolveSibling("whole"))) {
            secrets.forEach(whole::mask);
            byte[] bytes = all.toString().getBytes(StandardCharsets.UTF_8);
            whole.write(bytes, 0, bytes.length);
        }
        assertThat(file).hasSameTextualContentAs(file.resolveSibling("whole"));
    }

    @Test
    public void the_longer_of_two_secrets_wins_and_what_only_begins_like_one_is_shown() throws IOException {
        log.mask("pass");
        log.mask("password");
        write("password pass passwo");
        write("od pas");
        log.println("!");
        assertThat(text()).isEqualTo("***** ***** *****wood pas!\n");
    }

    @Test
    public void each_line_of_a_secret_of_several_lines_is_masked() throws IOException {
        log.mask("-----BEGIN KEY-----\nMIIEpAIBAAKCAQEA\n-----END KEY-----\n");
        log.println("  MIIEpAIBAAKCAQEA");
        assertThat(text()).isEqualTo("  *****\n");
    }

    @Test
    public void an_empty_secret_masks_nothing() throws IOException {
        log.mask("");
        log.println("text");
        assertThat(text()).isEqualTo("text\n");
    }

    @Test
    public void beyond_its_limit_only_the_notice_and_lines_of_our_own_are_kept() throws IOException {
        log.close();
        log = FileActionLog.open(file, 20);
        write("0123456789");
        write("0123456789abc");
        write("lost");
        log.println("ended");
        String full = "01234567890123456789\n[This log has reached its limit of 20 bytes."
                + " Output from here on is not kept.]\nended\n";
        assertThat(text()).isEqualTo(full);
        log.close();
        log = FileActionLog.open(file, 20);
        write("lost");
        assertThat(text()).isEqualTo(full);
        log.truncate(5);
        write("more");
        assertThat(text()).isEqualTo("01234more");
    }

    @Test
    public void a_log_goes_on_where_it_ended_and_can_be_cut_back() throws IOException {
        log.println("kept");
        long position = log.position();
        log.println("cut");
        log.close();
        log = FileActionLog.open(file);
        log.println("cut, too");
        log.truncate(position);
        log.println("new");
        assertThat(text()).isEqualTo("kept\nnew\n");
        log.truncate(1000);
        assertThat(text()).isEqualTo("kept\nnew\n");
    }

    @Test
    public void lines_of_many_writers_stay_whole() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String line = "writer " + i + " " + "x".repeat(i * 10);
                writers.add(threads.submit(() -> {
                    for (int n = 0; n < 200; n++) {
                        log.println(line);
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(Files.readAllLines(file)).hasSize(1600).allMatch(line -> line.matches("writer (\\d) x*"));
    }

    @Test
    public void an_interrupted_writer_does_not_spoil_the_log_for_others() throws IOException {
        Thread.currentThread().interrupt();
        log.println("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        log.println("not");
        assertThat(text()).isEqualTo("interrupted\nnot\n");
    }

    @Test
    public void what_is_written_after_the_end_is_lost_and_harms_nobody() throws IOException {
        log.println("text");
        log.close();
        log.println("late");
        log.truncate(0);
        assertThat(text()).isEqualTo("text\n");
    }

    private void write(String text) {
        byte[] bytes = ("##" + text).getBytes(StandardCharsets.UTF_8);
        log.write(bytes, 2, bytes.length - 2);
    }

    private String text() throws IOException {
        return Files.readString(file);
    }
}
