package io.jenkins.plugins.releasepipeline.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.definition.GitConfiguration;
import io.jenkins.plugins.releasepipeline.definition.Patterns;
import io.jenkins.plugins.releasepipeline.definition.PullRequestFilter;
import io.jenkins.plugins.releasepipeline.definition.PushFilter;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.PullRequestAction;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.PullRequestChanged;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefChanged;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.PatternSyntaxException;
import org.assertj.core.api.SoftAssertions;
import org.junit.Test;

public class TriggerFilterTest {
    private static final String A = "a".repeat(40);
    private static final String B = "b".repeat(40);

    @Test
    public void filters_decide_as_their_table_says() throws IOException {
        List<String[]> rows = rows();
        SoftAssertions all = new SoftAssertions();
        for (String[] row : rows) {
            Verdict verdict = new TriggerFilter(configuration(row)).of(event(row), () -> files(row[8]));
            all.assertThat(verdict instanceof Verdict.Matches ? "starts" : "no")
                    .as(String.join(" ", row) + ": " + verdict.why())
                    .isEqualTo(row[9]);
            all.assertThat(verdict.why()).isNotBlank();
        }
        all.assertAll();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(120);
    }

    @Test
    public void one_of_several_filters_is_enough() throws IOException {
        GitConfiguration configuration = new GitConfiguration(
                "Source",
                List.of(
                        new PushFilter(patterns("v*", "-"), null, null, Map.of()),
                        new PushFilter(null, patterns("main", "-"), patterns("src/**", "-"), Map.of()),
                        new PushFilter(null, patterns("dev", "-"), null, Map.of())),
                List.of(),
                Map.of());
        TriggerFilter filter = new TriggerFilter(configuration);

        assertThat(filter.of(push(RefKind.BRANCH, "dev", Optional.of(A), Optional.of(B)), List::of))
                .isInstanceOf(Verdict.Matches.class);
        assertThat(filter.of(push(RefKind.TAG, "v1", Optional.of(A), Optional.of(B)), List::of))
                .isInstanceOf(Verdict.Matches.class);
        assertThat(filter.of(push(RefKind.BRANCH, "main", Optional.of(A), Optional.of(B)), () -> List.of("docs/a")))
                .isInstanceOf(Verdict.FilteredOut.class);
    }

    @Test
    public void the_changed_files_are_not_asked_for_when_the_branch_decides() throws IOException {
        GitConfiguration configuration = new GitConfiguration(
                "Source",
                List.of(new PushFilter(null, patterns("main", "-"), patterns("src/**", "-"), Map.of())),
                List.of(),
                Map.of());

        Verdict verdict = new TriggerFilter(configuration)
                .of(push(RefKind.BRANCH, "dev", Optional.of(A), Optional.of(B)), () -> {
                    throw new IOException("asked");
                });

        assertThat(verdict.why()).isEqualTo("the branch dev matches none of the includes main");
    }

    @Test
    public void patterns_match_what_the_machines_own_path_matcher_matches() {
        Random random = new Random(11);
        char[] glob = "ab/*?[]!-{},\\.".toCharArray();
        char[] name = "ab/-.,*{".toCharArray();
        int matched = 0;
        for (int i = 0; i < 50_000; i++) {
            String pattern = text(random, glob, 8);
            String path = text(random, name, 5);
            Path there;
            try {
                there = Path.of(path);
            } catch (InvalidPathException e) {
                continue;
            }
            if (!there.toString().equals(path)) {
                continue;
            }
            Optional<Boolean> theirs;
            try {
                theirs = Optional.of(FileSystems.getDefault()
                        .getPathMatcher("glob:" + pattern)
                        .matches(there));
            } catch (PatternSyntaxException e) {
                theirs = Optional.empty();
            }
            Optional<Boolean> ours;
            try {
                ours = Optional.of(new Glob(pattern).matches(path));
            } catch (PatternSyntaxException e) {
                ours = Optional.empty();
            }
            assertThat(ours).as(pattern + " and " + path).isEqualTo(theirs);
            matched += ours.orElse(false) ? 1 : 0;
        }
        assertThat(matched).isPositive();
    }

    private static String text(Random random, char[] letters, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most) + 1; i > 0; i--) {
            text.append(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    private static GitConfiguration configuration(String[] row) {
        Patterns names = patterns(row[1], row[2]);
        Patterns files = row[3].equals("-") && row[4].equals("-") ? null : patterns(row[3], row[4]);
        boolean pullRequest =
                row[0].equals("pr") || row[0].equals("pr-bitbucket") || row[0].equals("push-on-pr-filter");
        if (pullRequest) {
            PullRequestFilter filter = new PullRequestFilter(list(row[5]), names, files, Map.of());
            return new GitConfiguration("Source", List.of(), List.of(filter), Map.of());
        }
        PushFilter filter = row[0].equals("tag") || row[0].equals("branch-on-tag-filter")
                ? new PushFilter(names, null, null, Map.of())
                : new PushFilter(null, names, files, Map.of());
        return new GitConfiguration("Source", List.of(filter), List.of(), Map.of());
    }

    private static RepositoryEvent event(String[] row) {
        return switch (row[0]) {
            case "tag", "tag-on-branch-filter" -> push(RefKind.TAG, row[7], Optional.empty(), Optional.of(A));
            case "created" -> push(RefKind.BRANCH, row[7], Optional.empty(), Optional.of(A));
            case "deleted" -> push(RefKind.BRANCH, row[7], Optional.of(A), Optional.empty());
            case "push", "branch-on-tag-filter", "push-on-pr-filter" ->
                push(RefKind.BRANCH, row[7], Optional.of(A), Optional.of(B));
            default ->
                new PullRequestChanged(
                        new EventRepository(
                                row[0].equals("pr-bitbucket")
                                        ? WebhookProvider.BITBUCKET_CLOUD
                                        : WebhookProvider.GITHUB,
                                "team/shop",
                                List.of()),
                        PullRequestAction.valueOf(row[6]),
                        "7",
                        "A title",
                        "ann",
                        "topic",
                        row[7],
                        A,
                        Optional.of(B),
                        Optional.empty());
        };
    }

    private static RefChanged push(RefKind kind, String name, Optional<String> before, Optional<String> after) {
        return new RefChanged(
                new EventRepository(WebhookProvider.GITHUB, "team/shop", List.of()),
                kind,
                name,
                before,
                after,
                false,
                List.of());
    }

    private static Patterns patterns(String includes, String excludes) {
        return new Patterns(list(includes), list(excludes), Map.of());
    }

    private static List<String> list(String text) {
        return text.equals("-") ? List.of() : Arrays.asList(text.split(" "));
    }

    /** {@code 150*docs/x} is 150 files. */
    private static List<String> files(String text) {
        List<String> files = new ArrayList<>();
        for (String each : list(text)) {
            String[] parts = each.split("\\*", 2);
            if (parts.length == 2) {
                files.addAll(Collections.nCopies(Integer.parseInt(parts[0]), parts[1]));
            } else if (!each.isEmpty()) {
                files.add(each);
            }
        }
        return files;
    }

    private static List<String[]> rows() throws IOException {
        try (InputStream in = TriggerFilterTest.class.getResourceAsStream("filters.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        }
    }
}
