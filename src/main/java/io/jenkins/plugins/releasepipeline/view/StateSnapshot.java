package io.jenkins.plugins.releasepipeline.view;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * What a pipeline's page shows, ready to be sent. Immutable and shared by all who ask: nobody changes the arrays.
 *
 * @param version names the content: equal versions are equal bytes. Letters, digits and dashes; fit for an ETag.
 * @param json UTF-8
 * @param gzip the same, compressed
 */
public record StateSnapshot(String version, byte[] json, byte[] gzip) {

    /** @param json is not copied */
    public static StateSnapshot of(String version, byte[] json) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(json.length / 4 + 64);
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new StateSnapshot(version, json, compressed.toByteArray());
    }
}
