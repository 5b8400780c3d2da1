package io.jenkins.plugins.releasepipeline.journal;

/**
 * One line of the journal: what one turn made of one pipeline.
 *
 * @param pipeline the pipeline's key
 * @param sequence counts the entries of the pipeline from 1, without gaps
 * @param json what happened, JSON without line ends
 */
public record JournalEntry(String pipeline, long sequence, String json) {}
