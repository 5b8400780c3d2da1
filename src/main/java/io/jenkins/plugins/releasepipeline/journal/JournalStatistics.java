package io.jenkins.plugins.releasepipeline.journal;

/**
 * What a journal has done since it was opened.
 *
 * @param entries the entries written
 * @param bytes the bytes written
 * @param syncs how often the disk was asked to keep them
 * @param largestGroup the most entries that shared a sync
 * @param segments the files there are now
 */
public record JournalStatistics(long entries, long bytes, long syncs, int largestGroup, int segments) {}
