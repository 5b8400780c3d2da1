package io.jenkins.plugins.releasepipeline.action.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.action.NameMappings;
import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import io.jenkins.plugins.releasepipeline.action.SourceChanges;
import io.jenkins.plugins.releasepipeline.action.SourceChanges.Changes;
import io.jenkins.plugins.releasepipeline.action.SourceChanges.Commit;
import io.jenkins.plugins.releasepipeline.action.SourceChanges.Relation;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.OutputArtifact;
import io.jenkins.plugins.releasepipeline.local.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The commits between two revisions, from real repositories. */
public class GitChangesTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private volatile Instant now = BEGIN;
    private volatile Optional<String> credentials = Optional.empty();
    private GitFolder repository;
    private GitChanges changes;

    @Before
    public void begin() throws IOException {
        repository = GitFolder.init(folder.getRoot().toPath().resolve("shop"));
        repository.git("config", "uploadpack.allowFilter", "true");
        changes = changes(true);
    }

    private GitChanges changes(boolean allowLocal) {
        return new GitChanges(mirrors(), new Nothing(), new OneSecret(), allowLocal, new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        });
    }

    @After
    public void end() {
        changes.close();
    }

    @Test
    public void a_revision_after_another_brings_the_commits_between_them_the_latest_first() throws IOException {
        String first = commit("Begin");
        String second = commit("Add a basket\n\nWith a handle.");
        String third = commit("Paint it \u001b[31mred\u0007 — ähem");

        Changes found = known(first, third);

        assertThat(found.relation()).isEqualTo(Relation.AHEAD);
        assertThat(found.brought().count()).isEqualTo(2);
        assertThat(found.brought().latest())
                .containsExactly(
                        new Commit(
                                third,
                                "Ada",
                                Instant.parse("2019-10-29T03:32:21Z"),
                                "Paint it \u001b[31mred\u0007 — ähem"),
                        new Commit(second, "Ada", Instant.parse("2019-10-29T03:32:21Z"), "Add a basket"));
        assertThat(found.takenBack().latest()).isEmpty();
    }

    @Test
    public void nothing_waits_for_git_and_what_is_not_known_yet_is_absent() throws IOException {
        String first = commit("Begin");
        String second = commit("Add a basket");
        long before = changes.known();

        assertThat(changes.between(source(repository.url()), first, second)).isEmpty();
        known(first, second);
        assertThat(changes.known()).isGreaterThan(before);
    }

    @Test
    public void the_same_revision_brings_nothing_and_asks_nobody() throws IOException {
        String only = commit("Begin");

        assertThat(changes.between(source("/nowhere"), only, only)).contains(Changes.SAME);
        assertThat(mirrors()).doesNotExist();
    }

    @Test
    public void authors_are_told_by_name_and_address_of_every_commit_in_between() throws Exception {
        String first = commit("Begin");
        repository.git("commit", "--allow-empty", "-m", "Add", "--author=Grace <grace@example.org>");
        repository.git("commit", "--allow-empty", "-m", "Paint", "--author=Edsger <edsger@example.org>");
        String third = repository.git("rev-parse", "HEAD").strip();

        assertThat(authors(Optional.of(first), third)).hasValueSatisfying(names -> assertThat(names)
                .contains("Grace", "grace@example.org", "Edsger", "edsger@example.org")
                .doesNotContain("Ada"));
        assertThat(authors(Optional.empty(), third))
                .hasValueSatisfying(
                        names -> assertThat(names).contains("Edsger").doesNotContain("Grace", "Ada"));
        assertThat(authors(Optional.of(third), third)).contains(Set.of());
        assertThat(authors(Optional.of(first), "0".repeat(40))).isEmpty();
    }

    private Optional<Set<String>> authors(Optional<String> from, String to) throws Exception {
        return changes.authors(source(repository.url()), from, to)
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
    }

    @Test
    public void a_revision_before_another_takes_commits_back() throws IOException {
        String first = commit("Begin");
        String second = commit("Add a basket");

        Changes found = known(second, first);

        assertThat(found.relation()).isEqualTo(Relation.BEHIND);
        assertThat(found.brought().count()).isZero();
        assertThat(found.takenBack().latest()).extracting(Commit::id).containsExactly(second);
    }

    @Test
    public void rewritten_history_brings_some_and_takes_others_back() throws IOException {
        String first = commit("Begin");
        String lost = commit("Add a basket");
        repository.git("tag", "old");
        repository.git("reset", "--quiet", "--hard", first);
        String rewritten = commit("Add a better basket");

        Changes found = known(lost, rewritten);

        assertThat(found.relation()).isEqualTo(Relation.DIVERGED);
        assertThat(found.brought().latest()).extracting(Commit::title).containsExactly("Add a better basket");
        assertThat(found.takenBack().latest()).extracting(Commit::title).containsExactly("Add a basket");
    }

    @Test
    public void a_mirror_knows_commits_that_the_server_has_lost_since() throws IOException {
        String first = commit("Begin");
        String lost = commit("Add a basket");
        known(first, lost);
        repository.git("reset", "--quiet", "--hard", first);
        String rewritten = commit("Add a better basket");
        repository.git("reflog", "expire", "--expire=now", "--all");
        repository.git("gc", "--quiet", "--prune=now");

        assertThat(known(lost, rewritten).relation()).isEqualTo(Relation.DIVERGED);
    }

    @Test
    public void a_commit_that_is_gone_is_told_apart_and_looked_for_again_after_a_minute() throws IOException {
        String first = commit("Begin");
        String gone = "0123456789012345678901234567890123456789";

        Changes found = known(gone, first);

        assertThat(found.relation()).isEqualTo(Relation.UNKNOWN);
        assertThat(found.problem()).contains("01234567").contains("rewritten");

        long answers = changes.known();
        assertThat(changes.between(source(repository.url()), gone, first)).contains(found);
        now = now.plus(Duration.ofSeconds(61));
        changes.between(source(repository.url()), gone, first);
        Deadline.await(() -> changes.known() > answers, () -> "it was not looked for again");
    }

    @Test
    public void a_repository_that_cannot_be_read_is_told() throws IOException {
        String first = commit("Begin");
        String second = commit("Add a basket");
        String nowhere = folder.getRoot() + "/nowhere";

        Changes found = known(source(nowhere), first, second);

        assertThat(found.relation()).isEqualTo(Relation.UNKNOWN);
        assertThat(found.problem()).contains(nowhere).contains("there is no repository");
    }

    @Test
    public void many_commits_are_counted_and_the_latest_fifty_listed() throws IOException {
        String first = commit("Begin");
        String last = "";
        for (int i = 1; i <= 60; i++) {
            last = commit("Change " + i);
        }

        Changes found = known(first, last);

        assertThat(found.brought().count()).isEqualTo(60);
        assertThat(found.brought().latest()).hasSize(50);
        assertThat(found.brought().latest().get(0).title()).isEqualTo("Change 60");
    }

    @Test
    public void long_titles_and_names_are_cut() throws IOException {
        String first = commit("Begin");
        repository.git(
                "-c",
                "user.name=x",
                "commit",
                "--quiet",
                "--allow-empty",
                "--author=" + "a".repeat(500) + " <a@example.org>",
                "--message=" + "m".repeat(5000));

        Commit found = known(first, repository.git("rev-parse", "HEAD"))
                .brought()
                .latest()
                .get(0);

        assertThat(found.title()).hasSizeLessThanOrEqualTo(GitMirror.MAX_TITLE).startsWith("mmm");
        assertThat(found.author()).hasSizeLessThanOrEqualTo(100).startsWith("aaa");
    }

    @Test
    public void a_commit_on_no_branch_is_fetched_by_its_id() throws IOException {
        String first = commit("Begin");
        String second = commit("Add a basket");
        repository.git("reset", "--quiet", "--hard", first);
        repository.git("config", "uploadpack.allowAnySHA1InWant", "true");

        assertThat(known(first, second).relation()).isEqualTo(Relation.AHEAD);
    }

    @Test
    public void a_mirror_has_no_files_where_the_server_can_leave_them_out() throws IOException {
        repository.file("secret-plan.txt", "x".repeat(100_000));
        String first = commit("Begin");
        String second = commit("Add a basket");
        known(first, second);

        try (Stream<Path> mirrors = Files.list(mirrors())) {
            Path mirror = mirrors.findFirst().orElseThrow().resolve("repository");
            String objects = GitFolder.at(mirror).git("cat-file", "--batch-all-objects", "--batch-check=%(objecttype)");
            assertThat(objects.lines()).containsOnly("commit");
        }
    }

    @Test
    public void a_server_that_cannot_leave_files_out_serves_as_well() throws IOException {
        repository.git("config", "uploadpack.allowFilter", "false");
        repository.file("a.txt", "a");
        String first = commit("Begin");
        repository.file("a.txt", "b");
        String second = commit("Change it");
        assertThat(known(first, second).brought().count()).isEqualTo(1);

        repository.file("a.txt", "c");
        String third = commit("Change it again");
        assertThat(known(first, third).brought().count()).isEqualTo(2);
    }

    @Test
    public void a_repository_that_wants_credentials_is_read_with_those_it_is_mapped_to() throws IOException {
        String first = commit("Begin");
        String second = commit("Add a basket");
        try (GitServer server = new GitServer(folder.getRoot().toPath(), "ada", "hunter2")) {
            ActionDeclaration source = source(server.url("shop/.git"));
            assertThat(known(source, first, second).problem()).contains("the server refused the credentials");

            credentials = Optional.of("forge");
            now = now.plus(Duration.ofSeconds(61));
            Deadline.await(
                    () -> changes.between(source, first, second).orElseThrow().relation() == Relation.AHEAD,
                    () -> "never read: " + changes.between(source, first, second));
        }
        try (Stream<Path> files = Files.walk(mirrors())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("hunter2");
            }
        }
    }

    @Test
    public void what_was_read_with_credentials_is_not_told_to_a_pipeline_that_has_none() throws IOException {
        String first = commit("Begin");
        String second = commit("Add a basket");
        try (GitServer server = new GitServer(folder.getRoot().toPath(), "ada", "hunter2")) {
            ActionDeclaration source = source(server.url("shop/.git"));
            credentials = Optional.of("forge");
            assertThat(known(changes.forPipeline("shop"), source, first, second).relation())
                    .isEqualTo(Relation.AHEAD);

            credentials = Optional.empty();

            for (String pipeline : List.of("nosy", "other")) {
                assertThat(known(changes.forPipeline(pipeline), source, first, second)
                                .problem())
                        .contains("the server refused the credentials");
            }
        }
    }

    @Test
    public void directories_of_this_machine_are_read_only_where_that_is_allowed() throws IOException {
        String first = commit("Begin");
        String second = commit("Add a basket");
        String path = folder.getRoot() + "/shop";
        try (GitChanges strict = changes(false)) {
            for (String url : List.of(path, "file://" + path, "FILE://" + path)) {
                Changes found = known(strict, source(url), first, second);

                assertThat(found.relation()).isEqualTo(Relation.UNKNOWN);
                assertThat(found.problem()).contains("is a directory of this machine");
            }
            assertThat(mirrors()).doesNotExist();
        }
        assertThat(known(source(path), first, second).relation()).isEqualTo(Relation.AHEAD);
    }

    @Test
    public void only_a_repository_of_this_machine_is_read_whoever_owns_it() throws IOException {
        String first = commit("Begin");
        String second = commit("Add a basket");
        try (GitServer server = new GitServer(folder.getRoot().toPath(), "ada", "hunter2")) {
            credentials = Optional.of("forge");
            known(source(server.url("shop/.git")), first, second);
        }
        try (Stream<Path> mirrors = Files.list(mirrors())) {
            assertThat(mirrors.findFirst().orElseThrow().resolve("gitconfig"))
                    .content()
                    .contains("~/.gitconfig")
                    .doesNotContain("safe");
        }
    }

    @Test
    public void sources_without_commits_are_told_so() {
        ActionDeclaration bucket = source(new ActionTypeId("Source", "AWS", "S3", "1"), Map.of());

        assertThat(changes.between(bucket, "etag-1", "etag-2").orElseThrow().problem())
                .isEqualTo("A source of S3 has no list of changes.");
        assertThat(changes.isRead(bucket)).isFalse();
        assertThat(changes.between(source(repository.url()), "--upload-pack=x", "b")
                        .orElseThrow()
                        .relation())
                .isEqualTo(Relation.UNKNOWN);
    }

    @Test
    public void objects_and_images_have_no_authors_and_those_of_other_sources_cannot_be_told() throws Exception {
        for (String provider : List.of("S3", "ECR")) {
            assertThat(authors(new ActionTypeId("Source", "AWS", provider, "1")))
                    .contains(Set.of());
        }
        assertThat(authors(new ActionTypeId("Source", "Custom", "SCM", "1"))).isEmpty();
        assertThat(authors(new ActionTypeId("Source", "Custom", "Depot", "1"))).isEmpty();
    }

    private Optional<Set<String>> authors(ActionTypeId type) throws Exception {
        return changes.authors(source(type, Map.of()), Optional.of("a".repeat(40)), "b".repeat(40))
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
    }

    private String commit(String message) throws IOException {
        return repository.commit(message);
    }

    private Path mirrors() {
        return folder.getRoot().toPath().resolve("changes");
    }

    private Changes known(String from, String to) {
        return known(source(repository.url()), from, to);
    }

    private Changes known(ActionDeclaration source, String from, String to) {
        return known(changes, source, from, to);
    }

    private static Changes known(SourceChanges changes, ActionDeclaration source, String from, String to) {
        Deadline.await(() -> changes.between(source, from, to).isPresent(), () -> "the changes did not become known");
        return changes.between(source, from, to).orElseThrow();
    }

    private static ActionDeclaration source(String url) {
        return source(new ActionTypeId("Source", "Custom", "Git", "1"), Map.of("Url", url, "Branch", "main"));
    }

    private static ActionDeclaration source(ActionTypeId type, Map<String, String> configuration) {
        return new ActionDeclaration(
                "Checkout",
                type,
                1,
                configuration,
                List.of(),
                List.of(),
                List.of(new OutputArtifact("src", List.of(), Map.of())),
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                Map.of());
    }

    private final class Nothing implements NameMappings {
        @Override
        public Optional<Repository> repository(String connection, String name) {
            return credentials.map(id -> new Repository(name, Optional.of(id)));
        }

        @Override
        public Optional<String> bucket(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<BuildProject> buildProject(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<DeploymentGroup> deploymentGroup(String application, String group) {
            return Optional.empty();
        }

        @Override
        public Optional<CommandMapping> provider(String providerName, String projectName) {
            return Optional.empty();
        }

        @Override
        public String howToMap(String kind, String name) {
            return "";
        }
    }

    private static final class OneSecret implements SecretResolver {
        @Override
        public Optional<String> secret(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<UsernamePassword> usernamePassword(String credentialsId, String url) {
            return Optional.of(new UsernamePassword("ada", "hunter2"));
        }

        @Override
        public String howToMap(String name) {
            return "";
        }
    }
}
