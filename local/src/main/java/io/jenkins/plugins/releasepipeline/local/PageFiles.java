package io.jenkins.plugins.releasepipeline.local;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The files of the page: the host's own document, and what it shares with Jenkins. */
final class PageFiles {
    private static final Pattern PATH = Pattern.compile("([a-z0-9-]+/)*[a-z0-9-]+(\\.[a-z0-9-]+)?\\.(js|css|svg)");
    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "html", "text/html; charset=utf-8");
    private static final String SHARED = "/io/jenkins/plugins/releasepipeline/webapp/";

    private final Map<String, PageFile> files = new ConcurrentHashMap<>();

    /**
     * @param contentType for the header
     * @param etag names the content
     */
    record PageFile(String contentType, byte[] content, String etag) {}

    /** The document at {@code /}. */
    PageFile document() throws IOException {
        return read("index.html", PageFiles.class.getResourceAsStream("page/index.html"))
                .orElseThrow();
    }

    /** @param path below {@code /webapp/} */
    Optional<PageFile> find(String path) throws IOException {
        if (path.length() > 100 || !PATH.matcher(path).matches()) {
            return Optional.empty();
        }
        PageFile known = files.get(path);
        return known != null ? Optional.of(known) : read(path, PageFiles.class.getResourceAsStream(SHARED + path));
    }

    private Optional<PageFile> read(String path, InputStream resource) throws IOException {
        if (resource == null) {
            return Optional.empty();
        }
        try (InputStream in = resource) {
            byte[] content = in.readAllBytes();
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 12);
            PageFile file =
                    new PageFile(TYPES.get(path.substring(path.lastIndexOf('.') + 1)), content, '"' + digest + '"');
            files.put(path, file);
            return Optional.of(file);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
