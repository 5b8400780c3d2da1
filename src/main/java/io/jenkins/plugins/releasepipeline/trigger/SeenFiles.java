package io.jenkins.plugins.releasepipeline.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What triggers have seen of the world, a small file for each place, so that what changes while the host is down is noticed
 * afterwards. Each file is replaced as a whole and synced. Thread-safe for different places; blocks.
 */
public final class SeenFiles {
    private static final Logger LOGGER = Logger.getLogger(SeenFiles.class.getName());
    private static final JsonMapper JSON = new JsonMapper();

    private final Path directory;

    private record Seen(String place, Map<String, String> seen) {}

    /** @param directory made when needed */
    public SeenFiles(Path directory) {
        this.directory = directory;
    }

    /** What was seen of a place last; empty when nothing ever was, or what was written is damaged. */
    Optional<Map<String, String>> read(String place) throws IOException {
        Path file = file(place);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Map<String, String> seen =
                    JSON.convertValue(JSON.readTree(file.toFile()).path("seen"), new TypeReference<>() {});
            return Optional.ofNullable(seen);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            LOGGER.log(Level.WARNING, "{0} is damaged; what is there now counts as seen", file);
            return Optional.empty();
        }
    }

    void write(String place, Map<String, String> seen) throws IOException {
        Files.createDirectories(directory);
        Path file = file(place);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(new Seen(place, new TreeMap<>(seen))));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(String place) {
        return directory.resolve(HexFormat.of().formatHex(Signatures.digest(place), 0, 16) + ".json");
    }
}
