package io.jenkins.plugins.releasepipeline.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefChanged;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefKind;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class ReferenceChangesTest {
    private static final EventRepository SHOP =
            new EventRepository(WebhookProvider.GENERIC, "https://git.example.org/shop", List.of());
    private static final String A = "a".repeat(40);
    private static final String B = "b".repeat(40);
    private static final String C = "c".repeat(40);

    @Test
    public void branches_and_tags_are_new_moved_and_gone_and_nothing_else_counts() {
        Map<String, String> seen = ReferenceChanges.first(
                Map.of("HEAD", A, "refs/heads/main", A, "refs/heads/old", A, "refs/pull/1/head", A));

        List<RefChanged> changes = ReferenceChanges.between(
                SHOP, seen, Map.of("HEAD", B, "refs/heads/main", B, "refs/tags/v1", B, "refs/pull/1/head", B));

        assertThat(changes)
                .extracting(
                        RefChanged::kind,
                        RefChanged::name,
                        change -> change.before().orElse("-"),
                        change -> change.after().orElse("-"),
                        RefChanged::rewound)
                .containsExactly(
                        tuple(RefKind.BRANCH, "main", A, B, false),
                        tuple(RefKind.BRANCH, "old", A, "-", false),
                        tuple(RefKind.TAG, "v1", "-", B, false));
    }

    @Test
    public void going_back_to_an_earlier_commit_is_known_for_what_it_is() {
        Map<String, String> seen = Map.of("refs/heads/main", A);
        for (String commit : List.of(B, C)) {
            RefChanged change = only(seen, commit);
            assertThat(change.rewound()).isFalse();
            seen = ReferenceChanges.after(seen, change);
        }
        RefChanged back = only(seen, A);
        assertThat(back.rewound()).isTrue();
        assertThat(only(ReferenceChanges.after(seen, back), C).rewound()).isTrue();
    }

    @Test
    public void what_was_not_acted_on_is_told_again() {
        Map<String, String> seen = Map.of("refs/heads/main", A, "refs/heads/dev", A);
        Map<String, String> now = Map.of("refs/heads/main", B, "refs/heads/dev", B);
        RefChanged dev = ReferenceChanges.between(SHOP, seen, now).get(0);

        assertThat(ReferenceChanges.between(SHOP, ReferenceChanges.after(seen, dev), now))
                .extracting(RefChanged::name)
                .containsExactly("main");
    }

    private static RefChanged only(Map<String, String> seen, String commit) {
        List<RefChanged> changes = ReferenceChanges.between(SHOP, seen, Map.of("refs/heads/main", commit));
        assertThat(changes).hasSize(1);
        return changes.get(0);
    }
}
