package io.jenkins.plugins.releasepipeline.journal;

/** Is told what a journal holds, in order: snapshots first, then the entries after them. */
public interface RecoveryVisitor {

    /** The pipeline's state after its entry {@code sequence}. */
    void onSnapshot(String pipeline, long sequence, String json);

    void onEntry(JournalEntry entry);

    /** Nothing told so far about the pipeline is true any more. */
    void onForgotten(String pipeline);
}
