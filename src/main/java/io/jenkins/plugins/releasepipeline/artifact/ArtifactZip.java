package io.jenkins.plugins.releasepipeline.artifact;

import io.jenkins.plugins.releasepipeline.artifact.SelectedFiles.SelectedFile;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/**
 * Zip files of artifacts: written so that the same files give the same bytes, and unpacked so that whoever made the zip
 * file gains nothing outside the directory it is unpacked into.
 */
public final class ArtifactZip {
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
    private static final int MAX_NAME_BYTES = 255;
    private static final int MAX_PATH_BYTES = 4000;
    private static final int MAX_LINK_BYTES = 4000;
    private static final Set<Integer> METHODS =
            Set.of(ZipMethod.STORED.getCode(), ZipMethod.DEFLATED.getCode(), ZipMethod.ENHANCED_DEFLATED.getCode());
    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> PLAIN = PosixFilePermissions.fromString("rw-r--r--");

    private ArtifactZip() {}

    /**
     * Writes a zip of what {@code selection} takes: entries sorted by name, times fixed, permissions reduced to whether
     * the owner may execute, symbolic links kept as links. Does not close {@code zip}.
     *
     * @param root where the selection's base directory begins
     * @throws IOException when a file cannot be read, or is one that {@link #unpack} would refuse: a link that leaves
     *     the base directory, a name with a backslash
     */
    public static void pack(Path root, FileSelection selection, OutputStream zip) throws IOException {
        long time = LocalDateTime.of(1980, 2, 1, 0, 0)
                .atZone(ZoneId.systemDefault())
                .toInstant()
                .toEpochMilli();
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(new Unclosed(zip))) {
            out.setLevel(Deflater.BEST_SPEED);
            for (SelectedFile file : SelectedFiles.find(root, selection)) {
                checkName(file.name());
                ZipArchiveEntry entry = new ZipArchiveEntry(file.name());
                entry.setTime(time);
                Path content = file.path();
                if (file.link() && !selection.discardPaths()) {
                    String target = Files.readSymbolicLink(file.path()).toString();
                    checkLink(file.name(), target);
                    byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
                    entry.setUnixMode(UnixStat.LINK_FLAG | 0777);
                    entry.setSize(bytes.length);
                    out.putArchiveEntry(entry);
                    out.write(bytes);
                    out.closeArchiveEntry();
                    continue;
                }
                if (file.link()) {
                    content = insideOf(file);
                }
                entry.setUnixMode(UnixStat.FILE_FLAG | (isExecutable(content) ? 0755 : 0644));
                entry.setSize(Files.size(content));
                out.putArchiveEntry(entry);
                Files.copy(content, out);
                out.closeArchiveEntry();
            }
        }
    }

    private static boolean isExecutable(Path file) throws IOException {
        return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
    }

    /** The file that a link stands for once its path is discarded and the link would point nowhere. */
    private static Path insideOf(SelectedFile link) throws IOException {
        Path real = link.path().toRealPath();
        if (!real.startsWith(link.base().toRealPath()) || !Files.isRegularFile(real)) {
            throw new IOException("the symbolic link '" + link.path()
                    + "' does not lead to a file in the artifact's base directory; leave it out of the artifact");
        }
        return real;
    }

    /**
     * Unpacks a zip file into a directory, made if needed. Every entry is judged before the first is written. Files are
     * replaced, so doing it again gives the same; what else is in the directory stays.
     *
     * @throws IOException when the zip file is damaged, exceeds a limit, or holds what would get out of the directory:
     *     the message names the entry. Nothing outside the directory has been touched then.
     */
    public static void unpack(Path zip, Path directory, UnpackLimits limits) throws IOException {
        long size = Files.size(zip);
        CentralDirectory.check(zip, limits.entries());
        try (ZipFile file = ZipFile.builder().setPath(zip).get()) {
            Map<String, ZipArchiveEntry> entries = judge(file, limits, size);
            Files.createDirectories(directory);
            Path target = directory.toRealPath();
            Budget budget = new Budget(limits, size);
            for (Map.Entry<String, ZipArchiveEntry> entry : entries.entrySet()) {
                if (entry.getValue().isDirectory()) {
                    makeDirectories(target, entry.getKey());
                } else if (!entry.getValue().isUnixSymlink()) {
                    writeFile(file, entry.getKey(), entry.getValue(), target, budget);
                }
            }
            for (Map.Entry<String, ZipArchiveEntry> entry : entries.entrySet()) {
                if (entry.getValue().isUnixSymlink()) {
                    writeLink(file, entry.getKey(), entry.getValue(), target);
                }
            }
        } catch (ZipException | EOFException | RuntimeException e) {
            throw new IOException("the zip file is damaged: " + e.getMessage(), e);
        }
    }

    private static Map<String, ZipArchiveEntry> judge(ZipFile file, UnpackLimits limits, long size) throws IOException {
        Map<String, ZipArchiveEntry> entries = new LinkedHashMap<>();
        Budget budget = new Budget(limits, size);
        int count = 0;
        for (Enumeration<ZipArchiveEntry> all = file.getEntries(); all.hasMoreElements(); ) {
            ZipArchiveEntry entry = all.nextElement();
            if (++count > limits.entries()) {
                throw new IOException("the zip file has more than " + limits.entries() + " entries");
            }
            String name = checkName(entry.getName());
            if (name.isEmpty()) {
                continue;
            }
            checkKind(file, entry);
            ZipArchiveEntry other = entries.putIfAbsent(name, entry);
            if (other != null && !(other.isDirectory() && entry.isDirectory())) {
                throw refused(entry.getName(), "is in the zip file twice");
            }
            budget.take(entry.getName(), Math.max(0, entry.getSize()));
            if (entry.isUnixSymlink()) {
                checkLink(name, linkTarget(file, entry));
            }
        }
        for (String name : entries.keySet()) {
            for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                ZipArchiveEntry parent = entries.get(name.substring(0, slash));
                if (parent != null && !parent.isDirectory()) {
                    throw refused(name, "lies below '" + parent.getName() + "', which is no directory");
                }
            }
        }
        return entries;
    }

    private static void checkKind(ZipFile file, ZipArchiveEntry entry) throws IOException {
        int kind = entry.getUnixMode() & UnixStat.FILE_TYPE_FLAG;
        boolean known = kind == 0
                || kind == UnixStat.FILE_FLAG
                || kind == UnixStat.DIR_FLAG && entry.isDirectory()
                || kind == UnixStat.LINK_FLAG && !entry.isDirectory();
        if (!known) {
            throw refused(entry.getName(), "is neither a file nor a directory nor a symbolic link");
        }
        if (!METHODS.contains(entry.getMethod()) || !file.canReadEntryData(entry)) {
            throw refused(entry.getName(), "is encrypted or compressed in a way that is not supported");
        }
    }

    /** @return the name without {@code .} and empty parts; empty for the top directory itself */
    private static String checkName(String name) throws IOException {
        if (name.indexOf('\0') >= 0) {
            throw refused(name.replace('\0', '?'), "has a NUL character in its name");
        }
        if (name.startsWith("/")) {
            throw refused(name, "has an absolute path");
        }
        if (name.indexOf('\\') >= 0) {
            throw refused(name, "has a backslash in its name; names are separated by '/'");
        }
        if (DRIVE.matcher(name).matches()) {
            throw refused(name, "begins with a drive letter");
        }
        StringBuilder normal = new StringBuilder();
        for (String part : name.split("/")) {
            if (part.equals("..")) {
                throw refused(name, "leads out of the directory");
            }
            if (part.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
                throw refused(name, "has a name of more than " + MAX_NAME_BYTES + " bytes");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                normal.append(normal.isEmpty() ? "" : "/").append(part);
            }
        }
        if (normal.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
            throw refused(name, "has a path of more than " + MAX_PATH_BYTES + " bytes");
        }
        return normal.toString();
    }

    /**
     * A link's target goes up first and then down. The way up leads through real directories, as nothing is unpacked
     * below a link; the way down may pass other links, which were judged alike. So no chain of links gets out.
     */
    private static void checkLink(String name, String target) throws IOException {
        if (target.isEmpty() || target.indexOf('\0') >= 0 || target.startsWith("/") || target.indexOf('\\') >= 0) {
            throw refused(
                    name, "is a symbolic link to '" + target.replace('\0', '?') + "', which is not a relative path");
        }
        int depth = (int) name.chars().filter(c -> c == '/').count();
        boolean down = false;
        for (String part : target.split("/")) {
            if (part.equals("..")) {
                depth--;
                if (depth < 0 || down) {
                    throw refused(name, "is a symbolic link to '" + target + "', which leads out of the directory");
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                down = true;
            }
        }
    }

    private static String linkTarget(ZipFile file, ZipArchiveEntry entry) throws IOException {
        try (InputStream in = file.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(MAX_LINK_BYTES + 1);
            if (bytes.length > MAX_LINK_BYTES) {
                throw refused(
                        entry.getName(), "is a symbolic link to a path of more than " + MAX_LINK_BYTES + " bytes");
            }
            CRC32 crc = new CRC32();
            crc.update(bytes);
            checkContent(entry, crc.getValue(), bytes.length);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static void checkContent(ZipArchiveEntry entry, long crc, long size) throws IOException {
        if (crc != entry.getCrc() || size != entry.getSize()) {
            throw new IOException("the zip file is damaged: the content of '" + entry.getName()
                    + "' does not have the checksum or length that the zip file states");
        }
    }

    private static void writeFile(ZipFile file, String name, ZipArchiveEntry entry, Path target, Budget budget)
            throws IOException {
        Path path = makeParent(target, name);
        Files.deleteIfExists(path);
        CRC32 crc = new CRC32();
        long size = 0;
        try (InputStream in = file.getInputStream(entry);
                OutputStream out = Files.newOutputStream(
                        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                budget.take(name, n);
                crc.update(buffer, 0, n);
                out.write(buffer, 0, n);
                size += n;
            }
        }
        checkContent(entry, crc.getValue(), size);
        Files.setPosixFilePermissions(path, (entry.getUnixMode() & 0100) != 0 ? EXECUTABLE : PLAIN);
    }

    private static void writeLink(ZipFile file, String name, ZipArchiveEntry entry, Path target) throws IOException {
        Path path = makeParent(target, name);
        Files.deleteIfExists(path);
        Files.createSymbolicLink(path, path.getFileSystem().getPath(linkTarget(file, entry)));
    }

    private static Path makeParent(Path target, String name) throws IOException {
        int slash = name.lastIndexOf('/');
        Path parent = slash < 0 ? target : makeDirectories(target, name.substring(0, slash));
        return parent.resolve(name.substring(slash + 1));
    }

    private static Path makeDirectories(Path target, String name) throws IOException {
        Path path = target;
        for (String part : name.split("/")) {
            path = path.resolve(part);
            try {
                Files.createDirectory(path);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    throw refused(name, "cannot be unpacked: '" + path + "' is there and is no directory");
                }
            }
        }
        return path;
    }

    private static IOException refused(String entry, String why) {
        return new IOException(
                "refused: '" + (entry.length() > 200 ? entry.substring(0, 200) + "…" : entry) + "' " + why);
    }

    /** Unpacks what a stream delivers. The stream is first copied to a temporary file in {@code temporary}. */
    public static void unpack(InputStream zip, Path temporary, Path directory, UnpackLimits limits) throws IOException {
        Path copy = Files.createTempFile(temporary, "unpack-", ".zip");
        try {
            Files.copy(zip, copy, StandardCopyOption.REPLACE_EXISTING);
            unpack(copy, directory, limits);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static final class Budget {
        private final UnpackLimits limits;
        private final long most;
        private long taken;

        Budget(UnpackLimits limits, long zipSize) {
            this.limits = limits;
            this.most = Math.max(UnpackLimits.RATIO_FREE_BYTES, Math.multiplyExact(zipSize, (long) limits.ratio()));
        }

        void take(String name, long bytes) throws IOException {
            taken += bytes;
            if (taken < 0 || taken > limits.bytes()) {
                throw refused(name, "makes the unpacked files larger than " + limits.bytes() + " bytes");
            }
            if (taken > most) {
                throw refused(
                        name,
                        "makes the unpacked files more than " + limits.ratio() + " times as large as the zip file");
            }
        }
    }

    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
