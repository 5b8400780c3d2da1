package io.jenkins.plugins.releasepipeline.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FileArtifactStoreTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path directory;
    private FileArtifactStore store;

    @Before
    public void open() throws IOException {
        directory = folder.getRoot().toPath().resolve("artifacts");
        store = FileArtifactStore.open(directory);
    }

    @Test
    public void gives_back_what_was_stored_under_the_digest_of_its_bytes() throws IOException {
        ArtifactDigest digest = put("one", "bytes");
        assertThat(digest).hasToString("277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9:5");
        assertThat(read(digest)).isEqualTo("bytes");
        assertThat(read(put("one", ""))).isEmpty();
    }

    @Test
    public void who_retains_an_artifact_is_found_out_again_at_the_start() throws IOException {
        ArtifactDigest digest = put("one", "bytes");
        put("two", "bytes");
        delete(directory.resolve("retainers"));

        store = FileArtifactStore.open(directory);
        store.release("one");
        assertThat(read(digest)).isEqualTo("bytes");
        store.release("two");
        assertThat(objects()).isEmpty();
    }

    @Test
    public void an_artifact_goes_whose_retainer_went_with_a_crash() throws IOException {
        put("one", "bytes");
        delete(directory.resolve("retained/one"));

        store = FileArtifactStore.open(directory);

        assertThat(objects()).isEmpty();
        assertThat(directory.resolve("retainers/27").toFile().list()).isEmpty();
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    public void the_same_bytes_are_kept_once_and_as_long_as_one_execution_wants_them() throws IOException {
        ArtifactDigest digest = put("one", "bytes");
        assertThat(put("two", "bytes")).isEqualTo(digest);
        assertThat(objects()).hasSize(1);
        store.release("one");
        assertThat(read(digest)).isEqualTo("bytes");
        store.release("two");
        store.release("two");
        assertThat(objects()).isEmpty();
        assertThatThrownBy(() -> store.open(digest))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(digest.toString());
    }

    @Test
    public void what_is_retained_survives_restarts() throws IOException {
        ArtifactDigest digest = put("one", "bytes");
        store.retain("rollback", List.of(digest));
        open();
        store.release("one");
        open();
        assertThat(read(digest)).isEqualTo("bytes");
        store.release("rollback");
        assertThat(objects()).isEmpty();
    }

    @Test
    public void retaining_what_is_not_there_fails_and_keeps_nothing() throws IOException {
        ArtifactDigest digest = put("one", "bytes");
        ArtifactDigest missing = new ArtifactDigest("0".repeat(64), 3);
        assertThatThrownBy(() -> store.retain("two", List.of(digest, missing)))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(missing.toString());
        store.release("one");
        assertThat(objects()).isEmpty();
    }

    @Test
    public void what_an_earlier_process_left_unfinished_is_swept() throws IOException {
        ArtifactDigest kept = put("one", "kept");
        ArtifactDigest unwanted = put("two", "unwanted");
        Files.writeString(directory.resolve("incoming/put-1.zip"), "half");
        Files.delete(directory.resolve("retained/two/" + unwanted.sha256() + "-" + unwanted.size()));
        open();
        assertThat(read(kept)).isEqualTo("kept");
        assertThat(objects()).hasSize(1);
        assertThat(directory.resolve("incoming")).isEmptyDirectory();
    }

    @Test
    public void a_damaged_artifact_is_reported_by_name_before_its_last_byte() throws IOException {
        for (String damaged : List.of("bytez", "byte", "bytes and more", "")) {
            ArtifactDigest digest = put("one", "bytes");
            Files.writeString(objects().get(0), damaged);
            assertThatThrownBy(() -> read(digest))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged")
                    .hasMessageContaining(digest.toString());
        }
    }

    @Test
    public void storing_the_same_bytes_again_heals_a_damaged_artifact() throws IOException {
        ArtifactDigest digest = put("one", "bytes");
        Files.writeString(objects().get(0), "bytez");
        put("two", "bytes");
        assertThat(read(digest)).isEqualTo("bytes");
    }

    @Test
    public void what_is_too_large_or_cannot_be_read_leaves_nothing() throws IOException {
        FileArtifactStore small = FileArtifactStore.open(directory, 4);
        assertThatThrownBy(() -> small.put("one", bytes("bytes"))).hasMessageContaining("larger than 4 bytes");
        InputStream broken = new InputStream() {
            private int left = 10;

            @Override
            public int read() throws IOException {
                if (left-- <= 0) {
                    throw new IOException("the line broke");
                }
                return 'x';
            }
        };
        assertThatThrownBy(() -> store.put("one", broken)).hasMessageContaining("the line broke");
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    public void what_is_stored_goes_where_the_directory_has_gone_in_the_middle_of_it() throws IOException {
        Home home = new Home("first");
        store = FileArtifactStore.at(home);
        ArtifactDigest before = put("one", "before");
        ArtifactDigest meanwhile = store.put("one", home.movingTo("second", "meanwhile"));
        try (InputStream in = store.open(before)) {
            assertThat(in.read()).isEqualTo('b');
            home.moveTo("third");
            assertThat(in.readAllBytes()).hasSize(5);
        }
        store.retain("two", List.of(before));
        home.moveTo("fourth");
        store.release("one");

        assertThat(read(before)).isEqualTo("before");
        assertThatThrownBy(() -> store.open(meanwhile)).isInstanceOf(NoSuchFileException.class);
        assertThat(folder.getRoot().list()).containsExactlyInAnyOrder("artifacts", "fourth");
        store.release("two");
        directory = home.directory.resolve("artifacts");
        assertThat(objects()).isEmpty();
        assertThat(directory.resolve("incoming")).isEmptyDirectory();
    }

    @Test
    public void a_directory_that_is_moved_again_and_again_loses_nothing() throws Exception {
        Home home = new Home("home-0");
        store = FileArtifactStore.at(home);
        ExecutorService threads = Executors.newFixedThreadPool(5);
        AtomicBoolean over = new AtomicBoolean();
        try {
            Future<?> moves = threads.submit(() -> {
                for (int n = 1; !over.get(); n++) {
                    home.moveTo("home-" + n);
                    Thread.sleep(1);
                }
                return null;
            });
            List<Future<ArtifactDigest>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String execution = "execution-" + i;
                all.add(threads.submit(() -> {
                    put(execution, "passing " + execution);
                    store.release(execution);
                    return put(execution, execution);
                }));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(read(all.get(i).get())).isEqualTo("execution-" + i);
            }
            over.set(true);
            moves.get();
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
        directory = home.directory.resolve("artifacts");
        assertThat(objects()).hasSize(200);
        assertThat(directory.resolve("incoming")).isEmptyDirectory();
        assertThat(folder.getRoot().list()).hasSize(2);
    }

    @Test
    public void a_store_that_has_not_been_used_is_not_read_and_one_that_is_gone_says_so() throws IOException {
        Home home = new Home("home");
        store = FileArtifactStore.at(home);
        assertThat(home.directory).isEmptyDirectory();
        ArtifactDigest digest = put("one", "bytes");
        Files.writeString(home.directory.resolve("artifacts/incoming/put-1.zip"), "half");

        store = FileArtifactStore.at(home);
        assertThat(home.directory.resolve("artifacts/incoming")).isNotEmptyDirectory();
        assertThat(read(digest)).isEqualTo("bytes");
        assertThat(home.directory.resolve("artifacts/incoming")).isEmptyDirectory();

        home.directory = null;
        assertThatThrownBy(() -> put("two", "bytes")).hasMessageContaining("gone");
        assertThatThrownBy(() -> read(digest)).hasMessageContaining("gone");
        store.release("one");
    }

    /** What the store's directory is in; moved as Jenkins does: for a moment it is not where it is said to be. */
    private final class Home implements StoreLocation {
        private volatile Path directory;

        Home(String name) throws IOException {
            directory = folder.newFolder(name).toPath();
        }

        @Override
        public Optional<Path> now() {
            return Optional.ofNullable(directory).map(home -> home.resolve("artifacts"));
        }

        void moveTo(String name) throws IOException {
            Path from = directory;
            Path to = directory.resolveSibling(name);
            if (name.hashCode() % 2 == 0) {
                directory = to;
                Files.move(from, to);
            } else {
                Files.move(from, to);
                directory = to;
            }
        }

        /** A stream at whose end the directory is moved. */
        InputStream movingTo(String name, String text) {
            return new SequenceInputStream(bytes(text), new InputStream() {
                @Override
                public int read() throws IOException {
                    if (Files.exists(directory.resolveSibling(name))) {
                        return -1;
                    }
                    moveTo(name);
                    return -1;
                }
            });
        }
    }

    @Test
    public void an_execution_id_is_never_a_path() {
        for (String id : List.of("../evil", "", ".", "..", "a/b", "/etc")) {
            assertThatThrownBy(() -> store.put(id, bytes("x"))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.release(id)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    public void many_executions_store_and_release_the_same_bytes_at_once() throws Exception {
        ArtifactDigest digest = put("keeper", "bytes");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String execution = "execution-" + i;
                all.add(threads.submit(() -> {
                    for (int n = 0; n < 5; n++) {
                        assertThat(put(execution, "bytes")).isEqualTo(digest);
                        assertThat(read(put(execution, "own " + execution))).isEqualTo("own " + execution);
                        assertThat(read(digest)).isEqualTo("bytes");
                        store.release(execution);
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(objects()).hasSize(1);
        assertThat(read(digest)).isEqualTo("bytes");
    }

    @Test
    public void three_hundred_megabytes_pass_without_being_held_in_memory() throws IOException {
        Path source = folder.newFolder("source").toPath();
        byte[] noise = new byte[1 << 20];
        new Random(1).nextBytes(noise);
        try (var out = Files.newOutputStream(source.resolve("large"))) {
            for (int i = 0; i < 300; i++) {
                out.write(noise);
            }
        }
        Path zip = folder.getRoot().toPath().resolve("large.zip");
        try (var out = Files.newOutputStream(zip)) {
            ArtifactZip.pack(source, FileSelection.all("."), out);
        }
        ArtifactDigest digest;
        try (InputStream in = Files.newInputStream(zip)) {
            digest = store.put("one", in);
        }
        Path target = folder.getRoot().toPath().resolve("target");
        try (InputStream in = store.open(digest)) {
            ArtifactZip.unpack(in, folder.getRoot().toPath(), target, UnpackLimits.DEFAULT);
        }
        assertThat(Files.mismatch(source.resolve("large"), target.resolve("large")))
                .isEqualTo(-1);
    }

    @Test
    public void a_process_killed_while_it_stores_leaves_no_damage_and_no_rest() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 5; i++) {
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            directory.toString(),
                            "child-" + i)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (var lines = child.inputReader()) {
                List<ArtifactDigest> stored = new ArrayList<>();
                for (int n = random.nextInt(40); n >= 0; n--) {
                    stored.add(ArtifactDigest.parse(lines.readLine()));
                }
                child.destroyForcibly().waitFor();
                open();
                for (ArtifactDigest digest : stored) {
                    try (InputStream in = store.open(digest)) {
                        assertThat(in.transferTo(OutputStream.nullOutputStream()))
                                .isEqualTo(digest.size());
                    }
                }
            } finally {
                child.destroyForcibly();
            }
            assertThat(directory.resolve("incoming")).isEmptyDirectory();
            for (Path object : objects()) {
                ArtifactDigest digest =
                        new ArtifactDigest(object.getFileName().toString().replace(".zip", ""), Files.size(object));
                try (InputStream in = store.open(digest)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
        }
        for (int i = 0; i < 5; i++) {
            store.release("child-" + i);
        }
        assertThat(objects()).isEmpty();
    }

    /** Stores one artifact after the other and prints each digest, until it is killed. */
    public static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            FileArtifactStore store = FileArtifactStore.open(Path.of(arguments[0]));
            Random random = new Random();
            while (true) {
                byte[] content = new byte[random.nextInt(1 << 19)];
                random.nextBytes(content);
                System.out.println(store.put(arguments[1], new ByteArrayInputStream(content)));
            }
        }
    }

    private ArtifactDigest put(String execution, String text) throws IOException {
        return store.put(execution, bytes(text));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private String read(ArtifactDigest digest) throws IOException {
        try (InputStream in = store.open(digest)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<Path> objects() throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("objects"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
