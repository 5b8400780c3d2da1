package io.jenkins.plugins.releasepipeline.action.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * What an artifact of format {@code CODEBUILD_CLONE_REF} holds instead of files: where to clone them from, history
 * included. Such an artifact is a zip file with the one entry {@link #PATH}.
 *
 * @param url anything git takes, absolute, without a password
 * @param commit the full commit id
 * @param branch the branch it was found on
 * @param credentialsId a name for the host's secrets; empty when it takes none
 */
public record CloneRef(String url, String commit, String branch, String credentialsId) {

    /** The entry's name, and where it is once the artifact is unpacked. */
    public static final String PATH = ".release-pipeline/clone-ref.json";

    private static final int MAX_BYTES = 64 * 1024;
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    public CloneRef {
        if (url == null || commit == null || branch == null || credentialsId == null) {
            throw new IllegalArgumentException("a clone reference has url, commit, branch and credentialsId");
        }
    }

    /** Writes the artifact; the same reference gives the same bytes. Does not close {@code zip}. */
    public void write(OutputStream zip) throws IOException {
        ZipOutputStream out = new ZipOutputStream(zip);
        ZipEntry entry = new ZipEntry(PATH);
        entry.setTimeLocal(LocalDateTime.of(1980, 2, 1, 0, 0));
        out.putNextEntry(entry);
        out.write(JSON.writeValueAsBytes(this));
        out.closeEntry();
        out.finish();
    }

    /** Reads the content of {@link #PATH}. The caller closes the stream. */
    public static CloneRef read(InputStream json) throws IOException {
        byte[] bytes = json.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException(PATH + " has more than " + MAX_BYTES + " bytes");
        }
        try {
            return JSON.readValue(bytes, CloneRef.class);
        } catch (JsonProcessingException e) {
            throw new IOException(PATH + " is not a clone reference: " + e.getOriginalMessage(), e);
        }
    }

    /** Looks into an artifact; empty when it holds files and not a reference. The caller closes the stream. */
    public static Optional<CloneRef> find(InputStream zip) throws IOException {
        ZipInputStream in = new ZipInputStream(zip);
        try {
            ZipEntry first = in.getNextEntry();
            return first != null && first.getName().equals(PATH) ? Optional.of(read(in)) : Optional.empty();
        } catch (ZipException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
