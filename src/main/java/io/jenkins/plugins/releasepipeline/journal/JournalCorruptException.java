package io.jenkins.plugins.releasepipeline.journal;

import java.io.IOException;

/** A journal is damaged where a crash cannot have damaged it. Nothing was overwritten. */
public final class JournalCorruptException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;

    JournalCorruptException(JournalStorage storage, String file, long offset, String what) {
        super("The journal is damaged: " + storage.place(file) + " at byte " + offset + ": " + what
                + ". Nothing was overwritten. Restore the file from a backup, or move the whole directory away to begin"
                + " anew.");
        this.file = file;
        this.offset = offset;
    }

    public String file() {
        return file;
    }

    public long offset() {
        return offset;
    }
}
