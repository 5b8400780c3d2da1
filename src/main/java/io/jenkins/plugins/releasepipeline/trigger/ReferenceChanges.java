package io.jenkins.plugins.releasepipeline.trigger;

import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefChanged;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What two looks at a repository's references tell (reference §1.12): branches and tags that are new, moved or gone. Pure.
 * What was seen is a map of references to commits, with, for each reference under {@code ~}, the commits that it had before,
 * so that going back to one of them is known for what it is.
 */
final class ReferenceChanges {
    private static final int REMEMBERED = 20;

    private ReferenceChanges() {}

    /** What is remembered of a first look, which tells of nothing. */
    static Map<String, String> first(Map<String, String> references) {
        return known(references);
    }

    /** What has happened from one look to the next, in the order of the references' names. */
    static List<RefChanged> between(EventRepository repository, Map<String, String> seen, Map<String, String> now) {
        List<RefChanged> changes = new ArrayList<>();
        Map<String, String> there = known(now);
        TreeSet<String> names = new TreeSet<>(there.keySet());
        seen.keySet().stream().filter(name -> !name.startsWith("~")).forEach(names::add);
        for (String name : names) {
            Optional<String> before = Optional.ofNullable(seen.get(name));
            Optional<String> after = Optional.ofNullable(there.get(name));
            if (before.equals(after)) {
                continue;
            }
            Payload.Ref ref = Payload.ref(name).orElseThrow();
            boolean rewound = after.isPresent() && earlier(seen, name).contains(after.get());
            changes.add(new RefChanged(repository, ref.kind(), ref.name(), before, after, rewound, List.of()));
        }
        return changes;
    }

    /** What is remembered after a change was acted on. */
    static Map<String, String> after(Map<String, String> seen, RefChanged change) {
        String name = (change.kind() == RepositoryEvent.RefKind.TAG ? "refs/tags/" : "refs/heads/") + change.name();
        Map<String, String> next = new TreeMap<>(seen);
        change.after().ifPresentOrElse(commit -> next.put(name, commit), () -> next.remove(name));
        change.before().ifPresent(commit -> {
            List<String> earlier = new ArrayList<>(earlier(seen, name));
            earlier.remove(commit);
            earlier.add(commit);
            next.put(
                    "~" + name,
                    String.join(" ", earlier.subList(Math.max(0, earlier.size() - REMEMBERED), earlier.size())));
        });
        return next;
    }

    private static List<String> earlier(Map<String, String> seen, String name) {
        String text = seen.getOrDefault("~" + name, "");
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(" "));
    }

    private static Map<String, String> known(Map<String, String> references) {
        Map<String, String> known = new TreeMap<>();
        references.forEach((name, commit) -> Payload.ref(name).ifPresent(ref -> known.put(name, commit)));
        return known;
    }
}
