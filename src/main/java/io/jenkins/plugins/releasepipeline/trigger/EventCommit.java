package io.jenkins.plugins.releasepipeline.trigger;

import java.util.List;

/**
 * A commit of a push, as the sender tells it.
 *
 * @param id the commit id
 * @param author the author's name, or address; may be empty
 * @param title the message's first line, at most 200 characters
 * @param files what it changes as far as the sender says: good to show, not to decide by
 */
public record EventCommit(String id, String author, String title, List<String> files) {
    public EventCommit {
        files = List.copyOf(files);
    }
}
