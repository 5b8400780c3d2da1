package io.jenkins.plugins.releasepipeline.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ArtifactZipTest {
    private static final UnpackLimits LIMITS = new UnpackLimits(1000, 256L << 20, 100);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path root;
    private Path source;
    private Path target;

    @Before
    public void directories() throws IOException {
        root = folder.getRoot().toPath().toRealPath();
        source = Files.createDirectory(root.resolve("source"));
        target = root.resolve("a/b/target");
    }

    @Test
    public void what_is_packed_comes_back_with_its_links_and_executable_bits() throws IOException {
        write("bin/run.sh", "#!/bin/sh\n");
        Files.setPosixFilePermissions(source.resolve("bin/run.sh"), PosixFilePermissions.fromString("rwxrwx---"));
        write("lib/ünïcode name.txt", "text");
        write(".hidden", "");
        Files.createSymbolicLink(source.resolve("current"), Path.of("bin/run.sh"));
        Files.createSymbolicLink(source.resolve("lib/up"), Path.of("../bin"));
        unpack(pack());
        assertThat(tree(target)).containsExactly(".hidden", "bin/run.sh", "current", "lib/up", "lib/ünïcode name.txt");
        assertThat(target.resolve("bin/run.sh")).isExecutable().hasContent("#!/bin/sh\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve(".hidden"))))
                .isEqualTo("rw-r--r--");
        assertThat(Files.readSymbolicLink(target.resolve("lib/up"))).hasToString("../bin");
        assertThat(target.resolve("current")).hasContent("#!/bin/sh\n");
    }

    @Test
    public void the_same_files_give_the_same_bytes_at_any_time_in_any_time_zone() throws IOException {
        write("b", "2");
        write("a/c", "1");
        byte[] once = pack();
        TimeZone zone = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
            Files.setLastModifiedTime(source.resolve("b"), FileTime.fromMillis(1_234_567_890_000L));
            Files.setPosixFilePermissions(source.resolve("b"), PosixFilePermissions.fromString("rw-------"));
            assertThat(pack()).isEqualTo(once);
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    @Test
    public void unpacking_twice_gives_the_same_and_replaces_what_has_changed() throws IOException {
        write("a", "1");
        Files.createSymbolicLink(source.resolve("link"), Path.of("a"));
        byte[] zip = pack();
        unpack(zip);
        Files.writeString(target.resolve("a"), "changed");
        Files.writeString(target.resolve("other"), "stays");
        unpack(zip);
        assertThat(target.resolve("a")).hasContent("1");
        assertThat(tree(target)).containsExactly("a", "link", "other");
    }

    @Test
    public void an_empty_selection_is_an_empty_artifact() throws IOException {
        unpack(pack());
        assertThat(tree(target)).isEmpty();
    }

    @Test
    public void a_link_that_leaves_the_base_directory_is_not_packed() throws IOException {
        for (String leaving : List.of("/etc/passwd", "../../x", "sub/../../x")) {
            Path link = Files.createSymbolicLink(source.resolve("link"), Path.of(leaving));
            assertThatThrownBy(this::pack).isInstanceOf(IOException.class).hasMessageContaining("'link'");
            Files.delete(link);
        }
    }

    @Test
    public void a_link_whose_path_is_discarded_becomes_the_file_it_stands_for() throws IOException {
        write("deep/file", "content");
        Files.createSymbolicLink(source.resolve("link"), Path.of("deep/file"));
        unpack(pack(new FileSelection(".", List.of("link"), List.of(), true)));
        assertThat(Files.isSymbolicLink(target.resolve("link"))).isFalse();
        assertThat(target.resolve("link")).hasContent("content");
    }

    @Test
    public void paths_that_leave_the_directory_are_refused() {
        for (String name : List.of(
                "../evil", "a/../../evil", "/evil", "//evil", "a/..", "..", "C:/evil", "c:evil", "..\\evil", "a\\b")) {
            assertRefused(zip(out -> file(out, name, "evil")), "");
        }
    }

    @Test
    public void names_that_no_file_can_have_are_refused() {
        assertRefused(zip(out -> file(out, "a\0b", "evil")), "NUL");
        assertRefused(zip(out -> file(out, "n".repeat(256), "evil")), "255 bytes");
        assertRefused(zip(out -> file(out, "deep/".repeat(900) + "x", "evil")), "4000 bytes");
    }

    @Test
    public void links_that_leave_the_directory_are_refused() {
        for (String link : List.of("/etc", "../x", "a/../../x", "..", "\\x", "")) {
            assertRefused(zip(out -> link(out, "link", link)), "symbolic link");
        }
    }

    @Test
    public void nothing_is_written_through_a_link_of_the_same_zip() {
        assertRefused(
                zip(out -> {
                    file(out, "dir/real", "x");
                    link(out, "link", "dir");
                    file(out, "link/evil", "evil");
                }),
                "no directory");
        assertRefused(
                zip(out -> {
                    file(out, "link/evil", "evil");
                    link(out, "link", "dir");
                }),
                "no directory");
    }

    @Test
    public void a_chain_of_links_that_climbs_out_step_by_step_is_refused() {
        assertRefused(
                zip(out -> {
                    link(out, "a/b/c/top", "../../..");
                    link(out, "out", "a/b/c/top/../..");
                }),
                "symbolic link");
    }

    @Test
    public void nothing_is_written_through_a_link_that_was_there_before() throws IOException {
        Path outside = Files.createDirectory(root.resolve("outside"));
        Files.createDirectories(target);
        Files.createSymbolicLink(target.resolve("dir"), outside);
        Files.writeString(root.resolve("victim"), "untouched");
        Files.createSymbolicLink(target.resolve("file"), root.resolve("victim"));
        byte[] through = zip(out -> file(out, "dir/evil", "evil"));
        assertThatThrownBy(() -> unpack(through)).hasMessageContaining("no directory");
        assertThat(tree(outside)).isEmpty();
        unpack(zip(out -> file(out, "file", "mine")));
        assertThat(root.resolve("victim")).hasContent("untouched");
        assertThat(target.resolve("file")).hasContent("mine");
    }

    @Test
    public void an_entry_that_is_there_twice_is_refused_however_its_name_is_written() {
        assertRefused(
                zip(out -> {
                    file(out, "same", "1");
                    file(out, "./same", "2");
                }),
                "twice");
        assertRefused(
                zip(out -> {
                    file(out, "same", "1");
                    file(out, "same/", "");
                }),
                "twice");
    }

    @Test
    public void a_device_or_a_pipe_is_refused() {
        assertRefused(
                zip(out -> {
                    ZipArchiveEntry entry = new ZipArchiveEntry("pipe");
                    entry.setUnixMode(0010644);
                    out.putArchiveEntry(entry);
                    out.closeArchiveEntry();
                }),
                "neither a file");
    }

    @Test
    public void directories_and_dots_of_other_zip_programs_are_fine() throws IOException {
        unpack(zip(out -> {
            file(out, "./", "");
            file(out, "./dir/", "");
            file(out, "dir/", "");
            file(out, "./dir//file", "text");
        }));
        assertThat(target.resolve("dir/file")).hasContent("text");
    }

    @Test
    public void a_bomb_by_ratio_is_refused() {
        byte[] zeros = new byte[1 << 20];
        assertRefused(
                zip(out -> {
                    out.putArchiveEntry(new ZipArchiveEntry("zeros"));
                    for (int i = 0; i < 100; i++) {
                        out.write(zeros);
                    }
                    out.closeArchiveEntry();
                }),
                "times as large");
    }

    @Test
    public void a_bomb_that_lies_about_its_size_is_stopped_while_it_unpacks() {
        byte[] zip = zip(out -> {
            out.putArchiveEntry(new ZipArchiveEntry("zeros"));
            for (int i = 0; i < 100; i++) {
                out.write(new byte[1 << 20]);
            }
            out.closeArchiveEntry();
        });
        patch(zip, 0x02014b50, 24, 10);
        assertThatThrownBy(() -> unpack(zip)).isInstanceOf(IOException.class);
        assertThat(sizeOf(target)).isLessThan(70L << 20);
    }

    @Test
    public void a_bomb_by_size_is_refused() {
        byte[] zip = zip(out -> {
            for (int i = 0; i < 11; i++) {
                file(out, "file" + i, "0123456789");
            }
        });
        assertThatThrownBy(() -> unpack(zip, new UnpackLimits(1000, 100, 100)))
                .hasMessageContaining("larger than 100 bytes");
        assertThat(target).doesNotExist();
    }

    @Test
    public void a_bomb_by_number_is_refused_whatever_number_it_states() {
        byte[] zip = zip(out -> {
            for (int i = 0; i < 1001; i++) {
                file(out, "file" + i, "");
            }
        });
        assertRefused(zip, "more than 1000 entries");
        byte[] prefixed = new byte[zip.length + 1000];
        System.arraycopy(zip, 0, prefixed, 1000, zip.length);
        patch(prefixed, 0x06054b50, 8, 1);
        assertRefused(prefixed, "more than 1000 entries");
    }

    @Test
    public void a_zip_file_that_is_cut_off_is_refused() {
        byte[] zip = zip(out -> file(out, "file", "content"));
        for (int length = 0; length < zip.length; length++) {
            byte[] cut = Arrays.copyOf(zip, length);
            assertThatThrownBy(() -> unpack(cut)).isInstanceOf(IOException.class);
        }
        assertThat(tree(root)).noneMatch(name -> name.startsWith("a/"));
    }

    @Test
    public void content_that_does_not_have_its_checksum_is_refused_by_name() {
        byte[] zip = zip(out -> {
            out.setMethod(ZipArchiveOutputStream.STORED);
            ZipArchiveEntry entry = new ZipArchiveEntry("file");
            entry.setSize(7);
            entry.setCrc(12345);
            entry.setMethod(ZipArchiveOutputStream.DEFLATED);
            out.putArchiveEntry(entry);
            out.write("content".getBytes(StandardCharsets.UTF_8));
            out.closeArchiveEntry();
        });
        patch(zip, 0x02014b50, 16, 0x55555555);
        assertThatThrownBy(() -> unpack(zip))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining("'file'");
    }

    @Test
    public void random_damage_never_gives_more_than_an_exception_that_says_so() throws IOException {
        byte[] zip = zip(out -> {
            for (int i = 0; i < 5; i++) {
                file(out, "dir/file" + i, "content ".repeat(20));
            }
            link(out, "link", "dir");
        });
        Random random = new Random(42);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = zip.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                unpack(damaged);
            } catch (IOException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
        assertThat(tree(root)).allMatch(name -> name.startsWith("a/b/target/"));
    }

    private interface Content {
        void writeTo(ZipArchiveOutputStream out) throws IOException;
    }

    private static byte[] zip(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(bytes)) {
            content.writeTo(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static void file(ZipArchiveOutputStream out, String name, String text) throws IOException {
        ZipArchiveEntry entry = new RawName(name);
        out.putArchiveEntry(entry);
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.closeArchiveEntry();
    }

    private static void link(ZipArchiveOutputStream out, String name, String to) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setUnixMode(UnixStat.LINK_FLAG | 0777);
        out.putArchiveEntry(entry);
        out.write(to.getBytes(StandardCharsets.UTF_8));
        out.closeArchiveEntry();
    }

    /** Keeps backslashes in a name, as a hand-made zip file may. */
    private static final class RawName extends ZipArchiveEntry {
        RawName(String name) {
            super("placeholder");
            setPlatform(PLATFORM_UNIX);
            setName(name);
        }
    }

    /** Overwrites four bytes in the last record with a signature. */
    private static void patch(byte[] zip, int signature, int offset, int value) {
        for (int i = zip.length - 4; i >= 0; i--) {
            if (int32(zip, i) == signature) {
                for (int b = 0; b < 4; b++) {
                    zip[i + offset + b] = (byte) (value >>> 8 * b);
                }
                return;
            }
        }
        throw new AssertionError("no record " + Integer.toHexString(signature));
    }

    private static int int32(byte[] bytes, int at) {
        return bytes[at] & 0xff
                | (bytes[at + 1] & 0xff) << 8
                | (bytes[at + 2] & 0xff) << 16
                | (bytes[at + 3] & 0xff) << 24;
    }

    private void assertRefused(byte[] zip, String why) {
        assertThatThrownBy(() -> unpack(zip))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("refused:")
                .hasMessageContaining(why);
        assertThat(target).doesNotExist();
    }

    private void write(String name, String text) throws IOException {
        Path file = source.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private byte[] pack() throws IOException {
        return pack(FileSelection.all("."));
    }

    private byte[] pack(FileSelection selection) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OutputStream unclosable = new OutputStream() {
            @Override
            public void write(int b) {
                bytes.write(b);
            }

            @Override
            public void close() {
                throw new AssertionError("the stream is the caller's");
            }
        };
        ArtifactZip.pack(source, selection, unclosable);
        return bytes.toByteArray();
    }

    private void unpack(byte[] zip) throws IOException {
        unpack(zip, LIMITS);
    }

    private void unpack(byte[] zip, UnpackLimits limits) throws IOException {
        ArtifactZip.unpack(new ByteArrayInputStream(zip), root, target, limits);
    }

    private static List<String> tree(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(path -> !Files.isDirectory(path) || Files.isSymbolicLink(path))
                    .map(path -> directory.relativize(path).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long sizeOf(Path directory) {
        return tree(directory).stream()
                .map(directory::resolve)
                .mapToLong(path -> path.toFile().length())
                .sum();
    }
}
