package io.jenkins.plugins.releasepipeline.view;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A part of a log, in whole characters.
 *
 * @param from the offset of its first byte
 * @param to the offset after its last byte: where to ask for more
 * @param size of the whole log, in bytes
 */
public record LogSlice(long from, long to, long size, String text) {
    public static final int MAX_BYTES = 256 * 1024;

    /** Everything from {@code from} on, {@value #MAX_BYTES} bytes at most. An offset behind the end is the end. */
    public static LogSlice from(Path log, long from) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long size = file.length();
            return read(file, Math.min(from, size), size, size);
        }
    }

    /** The whole lines before {@code end}, {@value #MAX_BYTES} bytes at most. */
    public static LogSlice before(Path log, long end) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long size = file.length();
            long last = Math.min(end, size);
            long from = Math.max(0, last - MAX_BYTES);
            if (from > 0) {
                file.seek(from - 1);
                int read = file.read();
                while (read >= 0 && read != '\n' && file.getFilePointer() < last) {
                    read = file.read();
                }
                from = file.getFilePointer() < last ? file.getFilePointer() : Math.max(0, last - MAX_BYTES);
            }
            return read(file, from, last, size);
        }
    }

    /** @param complete whether nothing more will be written */
    public ObjectNode json(boolean complete) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("from", from)
                .put("to", to)
                .put("size", size)
                .put("complete", complete)
                .put("text", text);
    }

    private static LogSlice read(RandomAccessFile file, long from, long end, long size) throws IOException {
        byte[] bytes = new byte[(int) Math.min(MAX_BYTES, end - from)];
        file.seek(from);
        file.readFully(bytes);
        int whole = wholeCharacters(bytes, from + bytes.length >= size);
        return new LogSlice(from, from + whole, size, new String(bytes, 0, whole, StandardCharsets.UTF_8));
    }

    private static int wholeCharacters(byte[] bytes, boolean atEnd) {
        int start = bytes.length;
        for (int back = 1; back <= Math.min(4, bytes.length); back++) {
            int each = bytes[bytes.length - back] & 0xff;
            if (each < 0x80) {
                return bytes.length;
            }
            if (each >= 0xc0) {
                int length = each >= 0xf0 ? 4 : each >= 0xe0 ? 3 : 2;
                start = length > back ? bytes.length - back : bytes.length;
                break;
            }
        }
        return start == 0 && atEnd ? bytes.length : start;
    }
}
