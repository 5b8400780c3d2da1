package io.jenkins.plugins.releasepipeline.action.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.releasepipeline.action.ActionProvider;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.NameMappings.Repository;
import io.jenkins.plugins.releasepipeline.local.ActionFixture;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class GitSourcesTest {
    private static final String SECRET = "s3cr3t-t0ken";

    @Rule
    public final ActionFixture fixture = new ActionFixture();

    private GitFolder origin;

    @Before
    public void aRepository() throws IOException {
        origin = GitFolder.init(fixture.directory("origin").resolve("web app"));
        origin.file("index.html", "<h1>one</h1>").file("bin/run.sh", "#!/bin/sh\necho run\n");
        Files.setPosixFilePermissions(
                origin.directory().resolve("bin/run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(origin.directory().resolve("start"), Path.of("bin/run.sh"));
        fixture.type("Source", "Custom", "Git").output("Source").configuration("Url", origin.url());
    }

    private ActionResult succeeds(ActionProvider provider) {
        ActionResult result = fixture.run(provider);
        assertThat(result.message()).as(fixture.log()).isEmpty();
        assertThat(result.isSuccess()).isTrue();
        return result;
    }

    private void fails(ActionProvider provider, FailureType type, String... words) {
        ActionResult result = fixture.run(provider);
        assertThat(result.failure()).as(fixture.log()).contains(type);
        assertThat(result.message()).contains(words);
    }

    @Test
    public void a_branch_is_delivered_as_a_zip_of_its_files_with_links_and_executable_bits() throws IOException {
        origin.commit("First");
        ActionResult result = succeeds(new GitSource());
        Path files = fixture.unpacked(result.outputArtifacts().get("Source"));
        assertThat(files.resolve("index.html")).hasContent("<h1>one</h1>");
        assertThat(Files.getPosixFilePermissions(files.resolve("bin/run.sh")))
                .contains(PosixFilePermission.OWNER_EXECUTE);
        assertThat(Files.readSymbolicLink(files.resolve("start"))).isEqualTo(Path.of("bin/run.sh"));
        assertThat(files.resolve(".git")).doesNotExist();
        try (Stream<Path> all = Files.list(files)) {
            assertThat(all).hasSize(3);
        }
    }

    @Test
    public void the_same_commit_gives_the_same_artifact() throws IOException {
        origin.commit("First");
        ActionResult first = succeeds(new GitSource());
        fixture.nextAttempt();
        assertThat(succeeds(new GitSource()).outputArtifacts()).isEqualTo(first.outputArtifacts());
    }

    @Test
    public void custom_git_exports_what_is_known_of_the_commit() throws IOException {
        String commit = origin.commit("Fix the \"start\"\n\nIt was $(broken).\n\n");
        ActionResult result = succeeds(new GitSource());
        assertThat(result.outputVariables())
                .containsEntry("CommitId", commit)
                .containsEntry("BranchName", "main")
                .containsEntry("CommitMessage", "Fix the \"start\"\n\nIt was $(broken).")
                .containsEntry("AuthorDate", "2019-10-29T03:32:21Z")
                .containsEntry("CommitterDate", "2019-10-30T00:00:00Z")
                .containsEntry("RepositoryName", "web app")
                .containsEntry("FullRepositoryName", "web app")
                .containsEntry("CommitUrl", "");
        assertThat(result.revision()).hasValueSatisfying(revision -> {
            assertThat(revision.id()).isEqualTo(commit);
            assertThat(revision.summary()).startsWith("Fix the");
            assertThat(revision.created()).contains(Instant.parse("2019-10-30T00:00:00Z"));
        });
        assertThat(result.summary()).isEqualTo(commit.substring(0, 8) + " Fix the \"start\"");
    }

    @Test
    public void codecommit_reads_the_branch_of_a_mapped_repository() throws IOException {
        origin.commit("First");
        origin.git("checkout", "--quiet", "-b", "feature/x");
        origin.file("index.html", "<h1>x</h1>");
        String commit = origin.commit("On a branch");
        fixture.type("Source", "AWS", "CodeCommit")
                .configuration("RepositoryName", "web")
                .configuration("BranchName", "feature/x")
                .repository("web", origin.url());
        ActionResult result = succeeds(new CodeCommitSource());
        assertThat(fixture.files(result.outputArtifacts().get("Source"))).containsEntry("index.html", "<h1>x</h1>");
        assertThat(result.outputVariables())
                .containsEntry("CommitId", commit)
                .containsEntry("BranchName", "feature/x")
                .containsEntry("RepositoryName", "web");
    }

    @Test
    public void a_connection_exports_its_arn_and_the_repositorys_full_name() throws IOException {
        origin.commit("First");
        fixture.type("Source", "AWS", "CodeStarSourceConnection")
                .configuration("ConnectionArn", "arn:aws:codestar-connections:eu-west-1:1:connection/2")
                .configuration("FullRepositoryId", "acme/web")
                .configuration("BranchName", "main")
                .repository("acme/web", origin.url());
        assertThat(succeeds(new ConnectionSource()).outputVariables())
                .containsEntry("ConnectionArn", "arn:aws:codestar-connections:eu-west-1:1:connection/2")
                .containsEntry("FullRepositoryName", "acme/web")
                .containsEntry("RepositoryName", "web");
    }

    @Test
    public void github_names_the_commits_page_wherever_the_repository_is_read_from() throws IOException {
        String commit = origin.commit("First");
        fixture.type("Source", "ThirdParty", "GitHub")
                .configuration("Owner", "acme")
                .configuration("Repo", "web")
                .configuration("Branch", "main")
                .configuration("OAuthToken", SECRET)
                .repository("acme/web", origin.url());
        ActionResult result = succeeds(new GitHubSource());
        assertThat(result.outputVariables())
                .containsEntry("CommitUrl", "https://github.com/acme/web/commit/" + commit)
                .containsEntry("RepositoryName", "web");
        assertThat(result.revision().orElseThrow().url()).contains("https://github.com/acme/web/commit/" + commit);
        assertThat(fixture.log()).contains("a definition holds no secrets").doesNotContain(SECRET);
    }

    @Test
    public void an_unmapped_repository_fails_with_how_to_map_it() {
        fixture.configuration("RepositoryName", "web").configuration("BranchName", "main");
        fails(new CodeCommitSource(), FailureType.ConfigurationError, "'web'", "map repositories web");
    }

    @Test
    public void a_pinned_commit_is_delivered_though_the_branch_has_moved_on() throws IOException {
        String first = origin.commit("First");
        origin.file("index.html", "<h1>two</h1>");
        origin.commit("Second");
        ActionResult result = succeedsAt(first);
        assertThat(fixture.files(result.outputArtifacts().get("Source"))).containsEntry("index.html", "<h1>one</h1>");
        assertThat(result.outputVariables()).containsEntry("CommitId", first).containsEntry("BranchName", "main");
    }

    private ActionResult succeedsAt(String revision) {
        fixture.pinned(revision).configuration("Branch", "main");
        return succeeds(new GitSource());
    }

    @Test
    public void a_revision_is_also_a_tag_a_branch_or_an_abbreviated_commit() throws IOException {
        String first = origin.commit("First");
        origin.git("tag", "--annotate", "--message=Release", "v1");
        origin.git("tag", "light");
        origin.git("branch", "old");
        origin.file("index.html", "<h1>two</h1>");
        origin.commit("Second");
        for (String revision : new String[] {"v1", "light", "old", "refs/tags/v1", first.substring(0, 9)}) {
            assertThat(succeedsAt(revision).outputVariables()).as(revision).containsEntry("CommitId", first);
            fixture.nextAttempt();
        }
    }

    @Test
    public void an_unknown_branch_fails_and_names_the_branches_that_are_there() throws IOException {
        origin.commit("First");
        fixture.configuration("Branch", "mian");
        fails(new GitSource(), FailureType.RevisionUnavailable, "'mian'", "its branches are main");
    }

    @Test
    public void an_unknown_revision_fails() throws IOException {
        origin.commit("First");
        fixture.pinned("0123456789012345678901234567890123456789");
        fails(new GitSource(), FailureType.RevisionUnavailable, "does not have the commit 0123456789");
        fixture.nextAttempt().pinned("abcdef0");
        fails(new GitSource(), FailureType.RevisionUnavailable, "'abcdef0'");
    }

    @Test
    public void a_repository_without_commits_fails() {
        fails(new GitSource(), FailureType.RevisionUnavailable, "no commit");
    }

    @Test
    public void a_repository_that_vanished_and_a_directory_that_is_none_fail() throws IOException {
        fixture.configuration("Url", "/nowhere/at/all");
        fails(new GitSource(), FailureType.ConfigurationError, "/nowhere/at/all", "no repository at that address");
        fixture.nextAttempt().configuration("Url", fixture.directory("empty").toString());
        fails(new GitSource(), FailureType.ConfigurationError, "no repository at that address");
    }

    @Test
    public void a_bare_repository_and_one_with_uncommitted_changes_deliver_their_commits() throws IOException {
        origin.commit("First");
        origin.file("index.html", "not committed").file("new.txt", "neither");
        Files.writeString(origin.directory().resolve(".git/index.lock"), "");
        ActionResult dirty = succeeds(new GitSource());
        assertThat(fixture.files(dirty.outputArtifacts().get("Source")))
                .containsEntry("index.html", "<h1>one</h1>")
                .doesNotContainKey("new.txt");

        Path bare = fixture.directory("bare").resolve("web.git");
        origin.git("clone", "--quiet", "--bare", origin.url(), bare.toString());
        fixture.nextAttempt().configuration("Url", bare.toString());
        ActionResult other = succeeds(new GitSource());
        assertThat(other.outputArtifacts()).isEqualTo(dirty.outputArtifacts());
        assertThat(other.outputVariables()).containsEntry("RepositoryName", "web");
    }

    @Test
    public void a_repository_of_another_user_can_be_read() throws IOException {
        origin.commit("First");
        try (Stream<Path> all = Files.walk(origin.directory())) {
            for (Path path : all.toList()) {
                Files.setAttribute(path, "unix:uid", 12345, LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException e) {
            assumeTrue("SKIPPED: only root can give files to another user", false);
        }
        succeeds(new GitSource());
    }

    @Test
    public void files_are_written_as_the_commit_has_them_whatever_filters_it_asks_for() throws IOException {
        origin.file(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n")
                .file("big.bin", "version https://git-lfs.github.com/spec/v1\n")
                .file("win.txt", "a\r\nb\r\n");
        origin.commit("First");
        ActionResult result = succeeds(new GitSource());
        assertThat(fixture.files(result.outputArtifacts().get("Source")))
                .containsEntry("win.txt", "a\r\nb\r\n")
                .containsEntry("big.bin", "version https://git-lfs.github.com/spec/v1\n");
    }

    @Test
    public void a_long_message_is_cut_at_a_character() throws IOException {
        origin.commit("x" + "é".repeat(60_000));
        ActionResult result = succeeds(new GitSource());
        String message = result.outputVariables().get("CommitMessage");
        assertThat(message.getBytes(StandardCharsets.UTF_8)).hasSize(100 * 1024 - 1);
        assertThat(message).endsWith("é");
        assertThat(result.revision().orElseThrow().summary()).hasSize(2048);
    }

    @Test
    public void a_link_that_leaves_the_repository_fails_with_its_name() throws IOException {
        Files.createSymbolicLink(origin.directory().resolve("etc"), Path.of("/etc"));
        origin.commit("First");
        fails(new GitSource(), FailureType.JobFailed, "Cannot pack the files", "'etc'", "'/etc'");
    }

    @Test
    public void a_repository_with_sha256_ids_is_read() throws IOException {
        GitFolder sha256 = GitFolder.init(fixture.directory("sha256"), "--object-format=sha256");
        String commit = sha256.file("a.txt", "a").commit("First");
        assertThat(commit).hasSize(64);
        fixture.configuration("Url", sha256.url());
        assertThat(succeeds(new GitSource()).outputVariables()).containsEntry("CommitId", commit);
    }

    @Test
    public void a_clone_reference_names_the_commit_and_has_no_files() throws IOException {
        String commit = origin.commit("First");
        fixture.configuration("OutputArtifactFormat", "CODEBUILD_CLONE_REF");
        ActionResult result = succeeds(new GitSource());
        assertThat(fixture.files(result.outputArtifacts().get("Source"))).containsOnlyKeys(CloneRef.PATH);
        try (InputStream zip = fixture.store().open(result.outputArtifacts().get("Source"))) {
            assertThat(CloneRef.find(zip)).contains(new CloneRef(origin.url(), commit, "main", ""));
        }
        assertThat(result.outputVariables()).containsEntry("CommitMessage", "First");
    }

    @Test
    public void what_git_would_take_for_an_option_or_a_command_is_refused() throws IOException {
        Path proof = fixture.home().resolve("pwned");
        for (String url : new String[] {
            "ext::sh -c touch% " + proof,
            "fd::17",
            "--upload-pack=touch " + proof,
            "-u",
            "relative/path",
            "https://host/\npath",
            "ssh://-oProxyCommand=touch%20" + proof + "/x",
            "ftp://host/path"
        }) {
            fixture.configuration("Url", url);
            fails(new GitSource(), FailureType.ConfigurationError, "epository");
            fixture.nextAttempt();
        }
        origin.commit("First");
        fixture.configuration("Url", origin.url());
        for (String branch : new String[] {"--upload-pack=touch " + proof, "-x", "a..b", "a b", "a\nb", "*", "a:b"}) {
            fixture.configuration("Branch", branch);
            fails(new GitSource(), FailureType.ConfigurationError, "not the name of a branch");
            fixture.nextAttempt();
        }
        assertThat(proof).doesNotExist();
    }

    @Test
    public void hooks_and_templates_of_whoever_runs_git_do_not_run() throws IOException {
        origin.commit("First");
        Path proof = fixture.home().resolve("hooked");
        for (String hook : new String[] {"post-checkout", "post-upload-pack", "reference-transaction"}) {
            Path file = origin.directory().resolve(".git/hooks").resolve(hook);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "#!/bin/sh\ntouch " + proof + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        origin.git("config", "uploadpack.packObjectsHook", "touch " + proof + "; false");
        succeeds(new GitSource());
        assertThat(proof).doesNotExist();
    }

    @Test
    public void credentials_open_a_repository_and_are_nowhere_to_be_seen() throws IOException {
        String commit = origin.commit("First");
        try (GitServer server = new GitServer(origin.directory().getParent(), "ada", SECRET)) {
            String url = server.url("web%20app/.git");
            fixture.configuration("Url", url)
                    .credentials("git-login", "ada", SECRET)
                    .repository(url, new Repository(url, Optional.of("git-login")));
            assertThat(succeeds(new GitSource()).outputVariables()).containsEntry("CommitId", commit);
            assertThat(fixture.log()).doesNotContain(SECRET);
            assertNowhere(fixture.home(), SECRET);
        }
    }

    @Test
    public void credentials_in_a_url_are_used_and_kept_out_of_sight() throws IOException {
        origin.commit("First");
        try (GitServer server = new GitServer(origin.directory().getParent(), "ada", SECRET)) {
            String url = server.url("web%20app/.git").replace("http://", "http://ada:" + SECRET + "@");
            fixture.configuration("Url", url).configuration("OutputArtifactFormat", "CODEBUILD_CLONE_REF");
            ActionResult result = succeeds(new GitSource());
            assertThat(fixture.log()).doesNotContain(SECRET);
            assertThat(fixture.files(result.outputArtifacts().get("Source")).values())
                    .noneMatch(content -> content.contains(SECRET));
            assertNowhere(fixture.home(), SECRET);
        }
    }

    @Test
    public void wrong_or_missing_credentials_are_a_permission_error() throws IOException {
        origin.commit("First");
        try (GitServer server = new GitServer(origin.directory().getParent(), "ada", SECRET)) {
            String url = server.url("web%20app/.git");
            fixture.configuration("Url", url);
            fails(new GitSource(), FailureType.PermissionError, "the server refused the credentials, or wants some");
            fixture.nextAttempt()
                    .credentials("git-login", "ada", "wrong")
                    .repository(url, new Repository(url, Optional.of("git-login")));
            fails(new GitSource(), FailureType.PermissionError, "the server refused the credentials");
            fixture.nextAttempt().repository(url, new Repository(url, Optional.of("unknown")));
            fails(new GitSource(), FailureType.PermissionError, "no credentials 'unknown'", "fixture.secret");
        }
    }

    @Test
    public void a_server_that_gives_out_no_single_commits_is_asked_for_all_branches() throws IOException {
        String first = origin.commit("First");
        origin.file("index.html", "<h1>two</h1>");
        origin.commit("Second");
        try (GitServer server = new GitServer(origin.directory().getParent(), "", "")) {
            fixture.configuration("Url", server.url("web%20app/.git")).pinned(first);
            ActionResult result = succeeds(new GitSource());
            assertThat(fixture.log()).contains("does not give out that commit alone");
            assertThat(fixture.files(result.outputArtifacts().get("Source")))
                    .containsEntry("index.html", "<h1>one</h1>");
        }
    }

    @Test
    public void a_server_without_the_repository_and_no_server_at_all_fail() throws IOException {
        int port;
        try (GitServer server = new GitServer(origin.directory().getParent(), "", "")) {
            fixture.configuration("Url", server.url("nothing.git"));
            fails(new GitSource(), FailureType.ConfigurationError, "no repository at that address");
            port = Integer.parseInt(server.url("").replaceAll("\\D*127\\D0\\D0\\D1\\D(\\d+)/", "$1"));
        }
        fixture.nextAttempt().configuration("Url", "http://127.0.0.1:" + port + "/web.git");
        fails(new GitSource(), FailureType.SystemUnavailable, "could not be reached");
    }

    @Test
    public void a_server_that_never_answers_is_given_up() throws IOException {
        assumeTrue("SKIPPED: there is no git on this machine", GitFolder.isInstalled());
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String url = "git://127.0.0.1:" + silent.getLocalPort() + "/web.git";
            GitTimeouts impatient = new GitTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1));
            GitRequest request = new GitRequest(
                    GitUrl.parse(url),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("main"),
                    GitRequest.ZIP,
                    Map.of(),
                    Optional.empty());
            ActionResult result = fixture.result(GitDelivery.begin(fixture.context(), impatient, work -> request));
            assertThat(result.failure()).as(fixture.log()).contains(FailureType.SystemUnavailable);
            assertThat(result.message()).contains("took too long");
        }
    }

    @Test
    public void a_stopped_attempt_ends_and_says_why() throws IOException {
        assumeTrue("SKIPPED: there is no git on this machine", GitFolder.isInstalled());
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            fixture.configuration("Url", "git://127.0.0.1:" + silent.getLocalPort() + "/web.git");
            ActionRun run = fixture.start(new GitSource());
            silent.accept().close();
            run.stop("nobody needs it");
            ActionResult result = fixture.result(run);
            assertThat(result.isSuccess()).isFalse();
        }
    }

    @Test
    public void a_delivery_is_found_again_after_a_restart_and_delivers_what_it_had_resolved() throws IOException {
        String first = origin.commit("First");
        ActionRun before = fixture.start(new GitSource());
        fixture.result(before);
        origin.file("index.html", "<h1>two</h1>");
        origin.commit("Second");
        fixture.restart();
        ActionResult again = fixture.result(fixture.reattach(new GitSource()));
        assertThat(again.outputVariables()).containsEntry("CommitId", first);
        assertThat(fixture.files(again.outputArtifacts().get("Source"))).containsEntry("index.html", "<h1>one</h1>");
    }

    private static void assertNowhere(Path directory, String secret) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                try {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain(secret);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
