package io.jenkins.plugins.releasepipeline.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A line of a journal's file: {@code LENGTH CHECKSUM GROUP JSON}, three numbers of eight hexadecimal digits and a JSON
 * object of {@code LENGTH} bytes. {@code CHECKSUM} is the CRC-32C of the rest of the line after it; {@code GROUP} is the
 * offset in the file where the group of lines that were written at once begins: everything before it was durable when
 * this line was written.
 */
final class Line {
    static final int PREFIX = 27;

    private static final JsonFactory FACTORY = new JsonFactory();

    private Line() {}

    /** What a line says. {@code json} is null for {@code Kind.FORGOTTEN}. */
    record Parsed(Kind kind, String pipeline, long sequence, String json, long group) {}

    enum Kind {
        HEADER,
        ENTRY,
        SNAPSHOT,
        FORGOTTEN
    }

    static byte[] header(long number) {
        return ("{\"format\":\"release-pipeline-journal\",\"version\":1,\"number\":" + number + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    static byte[] entry(JournalEntry entry) {
        return payload(entry.pipeline(), entry.sequence(), "e", entry.json());
    }

    static byte[] snapshot(Journal.Snapshot snapshot) {
        return payload(snapshot.pipeline(), snapshot.sequence(), "snapshot", snapshot.json());
    }

    static byte[] forgotten(String pipeline) {
        return payload(pipeline, 0, "forgotten", "true");
    }

    private static byte[] payload(String pipeline, long sequence, String field, String json) {
        StringBuilder text = new StringBuilder(json.length() + pipeline.length() + 40);
        text.append("{\"p\":\"");
        JsonStringEncoder.getInstance().quoteAsString(pipeline, text);
        text.append("\",\"s\":").append(sequence);
        text.append(",\"").append(field).append("\":").append(json).append('}');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static int length(byte[] payload) {
        return PREFIX + payload.length + 1;
    }

    static void put(ByteBuffer out, byte[] payload, long group) {
        byte[] place = String.format("%08x ", group).getBytes(StandardCharsets.US_ASCII);
        CRC32C crc = new CRC32C();
        crc.update(place);
        crc.update(payload);
        out.put(String.format("%08x %08x ", payload.length, crc.getValue()).getBytes(StandardCharsets.US_ASCII));
        out.put(place);
        out.put(payload);
        out.put((byte) '\n');
    }

    /** The length of the payload that a prefix announces; -1 when it is no prefix. */
    static long announced(byte[] bytes, int at) {
        return bytes.length - at < PREFIX || bytes[at + 8] != ' ' || bytes[at + 17] != ' ' || bytes[at + 26] != ' '
                ? -1
                : hex(bytes, at);
    }

    static boolean isWhole(byte[] prefix, int at, byte[] bytes, int start, int length) {
        CRC32C crc = new CRC32C();
        crc.update(prefix, at + 18, 9);
        crc.update(bytes, start, length);
        return crc.getValue() == hex(prefix, at + 9) && bytes[start + length] == '\n';
    }

    static long group(byte[] prefix, int at) {
        return hex(prefix, at + 18);
    }

    static Parsed parse(byte[] payload, int length, long group) throws IOException {
        String text = new String(payload, 0, length, StandardCharsets.UTF_8);
        String pipeline = "";
        long sequence = 0;
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "p" -> pipeline = parser.getText();
                    case "s" -> sequence = parser.getLongValue();
                    case "format" -> {
                        return new Parsed(Kind.HEADER, "", 0, text, group);
                    }
                    case "forgotten" -> {
                        return new Parsed(Kind.FORGOTTEN, pipeline, 0, "", group);
                    }
                    case "e", "snapshot" -> {
                        int start = (int) parser.currentTokenLocation().getCharOffset();
                        return new Parsed(
                                field.equals("e") ? Kind.ENTRY : Kind.SNAPSHOT,
                                pipeline,
                                sequence,
                                text.substring(start, text.length() - 1),
                                group);
                    }
                    default -> parser.skipChildren();
                }
            }
        }
        throw new IOException("a line of an unknown kind");
    }

    private static long hex(byte[] bytes, int at) {
        long value = 0;
        for (int i = at; i < at + 8; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
