package io.jenkins.plugins.releasepipeline.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The journal in real files. */
public class JournalTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void entries_come_back_in_their_order() throws Exception {
        try (Journal journal = open()) {
            append(journal, "shop", 1, "{\"a\":1}");
            append(journal, "bank", 1, "[\"\\n\\\"\u00e4\"]");
            append(journal, "shop", 2, "{}");
        }
        assertThat(entries())
                .containsExactly(
                        new JournalEntry("shop", 1, "{\"a\":1}"),
                        new JournalEntry("bank", 1, "[\"\\n\\\"\u00e4\"]"),
                        new JournalEntry("shop", 2, "{}"));
    }

    @Test
    public void a_pipeline_of_any_name_comes_back_under_it() throws Exception {
        String name = "sh\"op\\ \u2028 \n\u00fc";
        try (Journal journal = open()) {
            append(journal, name, 1, "{}");
        }
        assertThat(entries()).containsExactly(new JournalEntry(name, 1, "{}"));
    }

    @Test
    public void many_pipelines_share_a_sync() throws Exception {
        try (Journal journal = open()) {
            List<CompletableFuture<Void>> appends = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                appends.add(journal.append(new JournalEntry("p" + i, 1, "{}")).toCompletableFuture());
            }
            CompletableFuture.allOf(appends.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
            assertThat(journal.statistics().entries()).isEqualTo(500);
            assertThat(journal.statistics().syncs()).isLessThan(500);
            assertThat(journal.statistics().largestGroup()).isGreaterThan(1);
        }
    }

    @Test
    public void a_tail_torn_anywhere_is_cut_off_and_said() throws Exception {
        try (Journal journal = open()) {
            append(journal, "shop", 1, "{\"a\":1}");
            append(journal, "shop", 2, "{\"b\":2}");
        }
        Path segment = segment();
        byte[] whole = Files.readAllBytes(segment);
        int lastLine = new String(whole, StandardCharsets.UTF_8).lastIndexOf('\n', whole.length - 2) + 1;
        for (int end = lastLine; end < whole.length; end++) {
            Files.write(segment, Arrays.copyOf(whole, end));
            try (Journal journal = open()) {
                assertThat(journal.recovery().tornBytes()).as("cut at %d", end).isEqualTo(end - lastLine);
                assertThat(journal.recovery().tornFile().isPresent()).isEqualTo(end > lastLine);
                assertThat(entries(journal)).hasSize(1);
                append(journal, "shop", 2, "{\"again\":true}");
            }
            assertThat(entries()).extracting(JournalEntry::json).containsExactly("{\"a\":1}", "{\"again\":true}");
        }
    }

    @Test
    public void a_tail_of_zeros_or_garbage_is_cut_off() throws Exception {
        try (Journal journal = open()) {
            append(journal, "shop", 1, "{}");
        }
        byte[] whole = Files.readAllBytes(segment());
        for (byte filler : new byte[] {0, '\n', 'f', (byte) 0xff}) {
            byte[] longer = Arrays.copyOf(whole, whole.length + 5000);
            Arrays.fill(longer, whole.length, longer.length, filler);
            Files.write(segment(), longer);
            try (Journal journal = open()) {
                assertThat(journal.recovery().tornBytes()).isEqualTo(5000);
                assertThat(entries(journal)).hasSize(1);
            }
            assertThat(Files.readAllBytes(segment())).isEqualTo(whole);
        }
    }

    @Test
    public void damage_before_what_was_durable_is_refused_with_its_place_and_nothing_is_overwritten() throws Exception {
        try (Journal journal = open()) {
            for (int i = 1; i <= 5; i++) {
                append(journal, "shop", i, "{\"number\":" + i + "}");
            }
        }
        Path segment = segment();
        byte[] whole = Files.readAllBytes(segment);
        int third = new String(whole, StandardCharsets.UTF_8).indexOf("{\"number\":3}");
        byte[] damaged = whole.clone();
        damaged[third + 3] ^= 1;
        Files.write(segment, damaged);
        assertThatThrownBy(this::open).isInstanceOfSatisfying(JournalCorruptException.class, e -> {
            assertThat(e.file()).isEqualTo(segment.getFileName().toString());
            assertThat(e.offset()).isBetween(third - 60L, (long) third);
            assertThat(e.getMessage()).contains(segment.toString(), "Nothing was overwritten");
        });
        assertThat(Files.readAllBytes(segment)).isEqualTo(damaged);
    }

    @Test
    public void a_missing_file_is_refused() throws Exception {
        try (Journal journal = open(300)) {
            for (int i = 1; i <= 30; i++) {
                append(journal, "shop", i, "{\"number\":" + i + "}");
            }
        }
        List<Path> segments = files("segment-");
        assertThat(segments.size()).isGreaterThan(3);
        Files.delete(segments.get(1));
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalCorruptException.class)
                .hasMessageContaining(segments.get(1).getFileName().toString());
    }

    @Test
    public void a_damaged_file_that_is_not_the_last_is_refused_even_at_its_end() throws Exception {
        try (Journal journal = open(300)) {
            for (int i = 1; i <= 30; i++) {
                append(journal, "shop", i, "{\"number\":" + i + "}");
            }
        }
        Path first = files("segment-").get(0);
        Files.write(first, Arrays.copyOf(Files.readAllBytes(first), (int) Files.size(first) - 4));
        assertThatThrownBy(this::open).isInstanceOf(JournalCorruptException.class);
    }

    @Test
    public void only_one_process_has_a_journal_open() throws Exception {
        try (Journal journal = open()) {
            append(journal, "shop", 1, "{}");
            assertThatThrownBy(this::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid());
        }
        open().close();
    }

    @Test
    public void a_compacted_journal_has_the_snapshots_and_what_came_after() throws Exception {
        try (Journal journal = open()) {
            append(journal, "shop", 1, "{}");
            append(journal, "shop", 2, "{}");
            long rotation = journal.rotate();
            append(journal, "shop", 3, "{\"late\":true}");
            append(journal, "bank", 1, "{\"fresh\":true}");
            journal.compact(rotation, List.of(new Journal.Snapshot("shop", 2, "{\"state\":2}")));
            append(journal, "shop", 4, "{}");
            assertThat(files("segment-")).hasSize(1);
        }
        List<String> told = new ArrayList<>();
        try (Journal journal = open()) {
            journal.recovery().replay(recorder(told));
        }
        assertThat(told)
                .containsExactly(
                        "snapshot shop 2 {\"state\":2}",
                        "entry shop 3 {\"late\":true}",
                        "entry bank 1 {\"fresh\":true}",
                        "entry shop 4 {}");
    }

    @Test
    public void a_forgotten_pipeline_begins_anew() throws Exception {
        try (Journal journal = open()) {
            append(journal, "shop", 1, "{}");
            append(journal, "shop", 2, "{}");
            journal.forget("shop").toCompletableFuture().get(10, TimeUnit.SECONDS);
            append(journal, "shop", 1, "{\"new\":true}");
        }
        List<String> told = new ArrayList<>();
        try (Journal journal = open()) {
            journal.recovery().replay(recorder(told));
        }
        assertThat(told.subList(2, 4)).containsExactly("forgotten shop", "entry shop 1 {\"new\":true}");
    }

    @Test
    public void an_entry_beyond_the_limit_is_refused_and_the_next_is_taken() throws Exception {
        try (Journal journal = Journal.open(
                new FileJournalStorage(folder.getRoot().toPath()), new JournalOptions(1 << 20, 1000, Runnable::run))) {
            assertThatThrownBy(() -> append(journal, "shop", 1, "\"" + "x".repeat(2000) + "\""))
                    .hasMessageContaining("more than the 1000");
            append(journal, "shop", 1, "{}");
        }
        assertThat(entries()).hasSize(1);
    }

    @Test
    public void what_a_killed_process_had_acknowledged_is_there() throws Exception {
        for (int round = 0; round < 4; round++) {
            Path directory = folder.newFolder().toPath();
            Process process = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/java",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            directory.toString())
                    .redirectErrorStream(true)
                    .start();
            long acknowledged = 0;
            try (BufferedReader lines = process.inputReader()) {
                int wanted = 50 + 100 * round;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    acknowledged = Long.parseLong(line);
                    if (acknowledged >= wanted) {
                        process.toHandle().destroyForcibly();
                    }
                }
            }
            process.waitFor();
            try (Journal journal =
                    Journal.open(new FileJournalStorage(directory), JournalOptions.standard(Runnable::run))) {
                assertThat((long) entries(journal).size()).isGreaterThanOrEqualTo(acknowledged);
            }
        }
    }

    /** Appends until it is killed, and prints the number of each entry once it is acknowledged. */
    public static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            try (Journal journal = Journal.open(
                    new FileJournalStorage(Path.of(arguments[0])), JournalOptions.standard(Runnable::run))) {
                for (long number = 1; number <= 1_000_000; number++) {
                    append(journal, "shop", number, "{\"number\":" + number + "}");
                    System.out.println(number);
                }
            }
        }
    }

    private Journal open() throws IOException {
        return open(16 << 20);
    }

    private Journal open(long segmentBytes) throws IOException {
        return Journal.open(
                new FileJournalStorage(folder.getRoot().toPath()),
                new JournalOptions(segmentBytes, 1 << 20, Runnable::run));
    }

    private static void append(Journal journal, String pipeline, long sequence, String json) throws Exception {
        journal.append(new JournalEntry(pipeline, sequence, json))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private List<JournalEntry> entries() throws IOException {
        try (Journal journal = open()) {
            return entries(journal);
        }
    }

    private static List<JournalEntry> entries(Journal journal) throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        journal.recovery().replay(new RecoveryVisitor() {
            @Override
            public void onSnapshot(String pipeline, long sequence, String json) {}

            @Override
            public void onEntry(JournalEntry entry) {
                entries.add(entry);
            }

            @Override
            public void onForgotten(String pipeline) {}
        });
        return entries;
    }

    private static RecoveryVisitor recorder(List<String> told) {
        return new RecoveryVisitor() {
            @Override
            public void onSnapshot(String pipeline, long sequence, String json) {
                told.add("snapshot " + pipeline + " " + sequence + " " + json);
            }

            @Override
            public void onEntry(JournalEntry entry) {
                told.add("entry " + entry.pipeline() + " " + entry.sequence() + " " + entry.json());
            }

            @Override
            public void onForgotten(String pipeline) {
                told.add("forgotten " + pipeline);
            }
        };
    }

    private Path segment() throws IOException {
        return files("segment-").get(0);
    }

    private List<Path> files(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder.getRoot().toPath())) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }
}
