package io.jenkins.plugins.releasepipeline.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reading what senders write: what is missing is empty, what is too long is cut. */
final class Payload {
    private static final int MAX_TEXT = 1000;
    private static final int MAX_TITLE = 200;
    private static final int MAX_COMMITS = 2048;
    private static final int MAX_FILES = 3000;
    private static final Pattern ZEROS = Pattern.compile("0*");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Payload() {}

    static String text(JsonNode node, String pointer) {
        JsonNode found = node.at(pointer);
        String text = found.isValueNode() && !found.isNull() ? found.asText("") : "";
        String clean = CONTROL.matcher(text).replaceAll(" ");
        return clean.length() > MAX_TEXT ? clean.substring(0, MAX_TEXT) : clean;
    }

    /** A sender's text for a list that people read. */
    static String shown(String text) {
        String clean = CONTROL.matcher(text).replaceAll(" ");
        return clean.length() > MAX_TITLE ? clean.substring(0, MAX_TITLE) + "…" : clean;
    }

    static String title(JsonNode node, String pointer) {
        JsonNode found = node.at(pointer);
        String line = found.asText("").lines().findFirst().orElse("").strip();
        return line.length() > MAX_TITLE ? line.substring(0, MAX_TITLE) : line;
    }

    /** A commit id; none for the zeros that stand for no commit. */
    static Optional<String> commit(JsonNode node, String pointer) {
        return Optional.of(text(node, pointer)).filter(id -> !ZEROS.matcher(id).matches());
    }

    static List<String> urls(JsonNode node, String... pointers) {
        List<String> urls = new ArrayList<>();
        for (String pointer : pointers) {
            String url = text(node, pointer);
            if (!url.isEmpty() && !urls.contains(url)) {
                urls.add(url);
            }
        }
        return urls;
    }

    /** The commits as GitHub, GitLab and Gitea write them. */
    static List<EventCommit> commits(JsonNode list) {
        List<EventCommit> commits = new ArrayList<>();
        for (JsonNode each : list) {
            if (commits.size() == MAX_COMMITS) {
                break;
            }
            List<String> files = new ArrayList<>();
            for (String kind : List.of("added", "modified", "removed")) {
                for (JsonNode file : each.path(kind)) {
                    if (files.size() < MAX_FILES) {
                        files.add(file.asText(""));
                    }
                }
            }
            commits.add(new EventCommit(text(each, "/id"), text(each, "/author/name"), title(each, "/message"), files));
        }
        return commits;
    }

    /** {@code refs/heads/} and {@code refs/tags/} taken off, and what it was; empty for any other reference. */
    static Optional<Ref> ref(String full) {
        if (full.startsWith("refs/heads/")) {
            return Optional.of(new Ref(RepositoryEvent.RefKind.BRANCH, full.substring("refs/heads/".length())));
        }
        if (full.startsWith("refs/tags/")) {
            return Optional.of(new Ref(RepositoryEvent.RefKind.TAG, full.substring("refs/tags/".length())));
        }
        return Optional.empty();
    }

    record Ref(RepositoryEvent.RefKind kind, String name) {}
}
