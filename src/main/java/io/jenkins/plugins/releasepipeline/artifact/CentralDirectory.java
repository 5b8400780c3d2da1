package io.jenkins.plugins.releasepipeline.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Counts the entries of a zip file before a library reads them all into memory. The number that the file itself states
 * is not believed.
 */
final class CentralDirectory {
    private static final int ENTRY = 0x02014b50;
    private static final int ENTRY_LENGTH = 46;
    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int END64_LOCATOR = 0x07064b50;
    private static final int END64_LOCATOR_LENGTH = 20;
    private static final int END64 = 0x06064b50;
    private static final int LONGEST_COMMENT = 0xffff;

    private CentralDirectory() {}

    /** @throws IOException when the file is no zip file, is cut off, or has more than {@code most} entries */
    static void check(Path zip, int most) throws IOException {
        try (FileChannel file = FileChannel.open(zip, StandardOpenOption.READ)) {
            long end = findEnd(file);
            ByteBuffer record = read(file, end, END_LENGTH);
            long start = record.getInt(16) & 0xffffffffL;
            start = start == 0xffffffffL ? start64(file, end) : behindPreamble(start, record.getInt(12), end);
            int entries = 0;
            ByteBuffer window = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
            long windowStart = start;
            window.limit(0);
            for (long at = start; at + ENTRY_LENGTH <= end; ) {
                if (at < windowStart || at + ENTRY_LENGTH > windowStart + window.limit()) {
                    windowStart = at;
                    window.clear();
                    while (window.hasRemaining() && file.read(window, windowStart + window.position()) > 0) {
                        continue;
                    }
                    window.flip();
                }
                int offset = (int) (at - windowStart);
                if (window.limit() < offset + ENTRY_LENGTH || window.getInt(offset) != ENTRY) {
                    return;
                }
                if (++entries > most) {
                    throw new IOException("refused: the zip file has more than " + most + " entries");
                }
                at += ENTRY_LENGTH
                        + (window.getShort(offset + 28) & 0xffff)
                        + (window.getShort(offset + 30) & 0xffff)
                        + (window.getShort(offset + 32) & 0xffff);
            }
        }
    }

    private static long findEnd(FileChannel file) throws IOException {
        int length = (int) Math.min(file.size(), END_LENGTH + LONGEST_COMMENT);
        ByteBuffer tail = read(file, file.size() - length, length);
        for (int at = length - END_LENGTH; at >= 0; at--) {
            if (tail.getInt(at) == END) {
                return file.size() - length + at;
            }
        }
        throw new IOException("this is no zip file, or the end of it is missing");
    }

    private static long start64(FileChannel file, long end) throws IOException {
        if (end < END64_LOCATOR_LENGTH) {
            throw damaged();
        }
        ByteBuffer locator = read(file, end - END64_LOCATOR_LENGTH, END64_LOCATOR_LENGTH);
        if (locator.getInt(0) != END64_LOCATOR) {
            throw damaged();
        }
        ByteBuffer record = read(file, locator.getLong(8), 56);
        if (record.getInt(0) != END64) {
            throw damaged();
        }
        return Math.max(record.getLong(48), locator.getLong(8) - record.getLong(40));
    }

    /** What stands before the first entry is not counted in the offsets, as in programs that unpack themselves. */
    private static long behindPreamble(long start, int size, long end) {
        return Math.max(start, end - (size & 0xffffffffL));
    }

    private static ByteBuffer read(FileChannel file, long position, int length) throws IOException {
        if (position < 0 || position > file.size() - length) {
            throw damaged();
        }
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, position + buffer.position()) < 0) {
                throw damaged();
            }
        }
        return buffer.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static IOException damaged() {
        return new IOException("the zip file is damaged: it has no list of its entries");
    }
}
