package io.jenkins.plugins.releasepipeline.action.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.DefinitionReader;
import io.jenkins.plugins.releasepipeline.definition.PipelineDefinition;
import io.jenkins.plugins.releasepipeline.local.ActionFixture;
import io.jenkins.plugins.releasepipeline.local.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What triggers learn of a repository that real git pushes to over HTTP. */
public class RepositoryPushesTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public ActionFixture fixture = new ActionFixture();

    private Path served;
    private Path mirrors;
    private GitServer server;
    private GitFolder work;
    private SourceRepositories repositories;

    @Before
    public void begin() throws IOException {
        served = folder.newFolder("served").toPath();
        mirrors = folder.getRoot().toPath().resolve("mirrors");
        GitFolder bare = GitFolder.init(served.resolve("shop.git"), "--bare");
        bare.git("config", "http.receivepack", "true");
        bare.git("config", "uploadpack.allowFilter", "true");
        bare.git("config", "uploadpack.allowAnySHA1InWant", "true");
        serve("");
        work = GitFolder.init(folder.getRoot().toPath().resolve("work"));
        work.git("remote", "add", "origin", server.url("shop.git"));
    }

    @After
    public void end() {
        repositories.close();
        server.close();
    }

    private void serve(String username) throws IOException {
        server = new GitServer(served, username, "s3cret");
        repositories = new SourceRepositories(
                mirrors, fixture.context().mappings(), fixture.context().secrets());
    }

    @Test
    public void branches_and_tags_come_move_and_go() throws Exception {
        String first = commit("a", "Begin");
        push("main");
        assertThat(references()).containsOnly(Map.entry("HEAD", first), Map.entry("refs/heads/main", first));

        work.git("checkout", "--quiet", "-b", "topic");
        String topic = commit("b", "Topic");
        work.git("tag", "-a", "v1", "-m", "One");
        push("topic", "v1");
        assertThat(references()).containsEntry("refs/heads/topic", topic).containsEntry("refs/tags/v1", topic);

        work.git("commit", "--quiet", "--amend", "-m", "Topic again");
        String again = work.git("rev-parse", "HEAD");
        push("--force", "topic");
        assertThat(references()).containsEntry("refs/heads/topic", again);
        assertThat(changed(topic, again)).isEmpty();

        push("--delete", "topic", "v1");
        assertThat(references()).containsOnlyKeys("HEAD", "refs/heads/main");
    }

    @Test
    public void every_file_of_a_large_commit_and_of_a_merge_is_told() throws Exception {
        String first = commit("a", "Begin");
        for (int i = 0; i < 1000; i++) {
            work.file("many/" + i, "x");
        }
        String many = work.commit("Many");
        work.git("checkout", "--quiet", "-b", "side", first);
        commit("side", "Side");
        work.git("checkout", "--quiet", "main");
        work.git("merge", "--quiet", "--no-ff", "-m", "Merge", "side");
        String merge = work.git("rev-parse", "HEAD");
        push("main");

        assertThat(changed(first, many)).hasSize(1000).contains("many/999");
        assertThat(changed(many, merge)).containsExactly("side");
        assertThat(repositories.changedFiles(source(), Optional.of(first), merge, true))
                .hasSize(1001);
        assertThat(repositories.changedFiles(source(), Optional.empty(), merge, false))
                .hasSize(1002);
    }

    @Test
    public void a_submodule_is_told_as_its_path_and_a_large_file_is_not_fetched() throws Exception {
        String first = commit("a", "Begin");
        byte[] large = new byte[20 << 20];
        new Random(1).nextBytes(large);
        Files.write(work.directory().resolve("large.bin"), large);
        String big = work.commit("Large");
        work.git("update-index", "--add", "--cacheinfo", "160000," + first + ",library");
        work.git("commit", "--quiet", "-m", "Submodule");
        String submodule = work.git("rev-parse", "HEAD");
        push("main");

        assertThat(changed(first, big)).containsExactly("large.bin");
        assertThat(changed(big, submodule)).containsExactly("library");
        assertThat(size(mirrors)).isLessThan(2 << 20);
    }

    @Test
    public void one_revision_is_fetched_without_its_history() throws Exception {
        String wanted = "";
        for (int i = 0; i < 20; i++) {
            String made = commit("f" + i, "Commit " + i);
            wanted = i == 10 ? made : wanted;
        }
        push("main");
        fixture.type("Source", "Custom", "Git")
                .named("Source", "Source")
                .output("Code")
                .configuration("Url", server.url("shop.git"))
                .pinned(wanted);

        assertThat(fixture.run(new GitSource()).message()).as(fixture.log()).isEmpty();
        try (Stream<Path> files = Files.walk(fixture.home())) {
            List<Path> shallow = files.filter(file -> file.endsWith("shallow")).toList();
            assertThat(shallow).hasSize(1);
            assertThat(Files.readString(shallow.get(0)).strip()).isEqualTo(wanted);
        }
    }

    @Test
    public void wrong_credentials_and_a_vanished_repository_are_told_and_leave_nothing() throws Exception {
        String first = commit("a", "Begin");
        push("main");
        references();
        Files.move(served.resolve("shop.git"), served.resolve("away.git"));
        assertThatIOException()
                .isThrownBy(this::references)
                .withMessageContaining("there is no repository at that address");
        assertThatIOException()
                .isThrownBy(() -> changed("1".repeat(40), first.replace('a', 'b')))
                .withMessageContaining("there is no repository at that address");
        Files.move(served.resolve("away.git"), served.resolve("shop.git"));
        end();

        serve("ann");
        assertThatIOException()
                .isThrownBy(this::references)
                .withMessageContaining("the server refused the credentials, or wants some");
        assertNothingIsLeft();
    }

    @Test
    public void directories_of_this_machine_are_read_only_where_that_is_allowed() throws Exception {
        commit("a", "Begin");
        push("main");
        String path = served.resolve("shop.git").toString();
        try (SourceRepositories strict = new SourceRepositories(
                mirrors, fixture.context().mappings(), fixture.context().secrets(), false)) {
            for (String url : List.of(path, "file://" + path, "FILE://" + path)) {
                assertThatIOException()
                        .isThrownBy(() -> strict.references(source(url)))
                        .withMessageContaining("is a directory of this machine");
            }
            assertThat(strict.references(source())).containsKey("refs/heads/main");
        }
        assertThat(repositories.references(source(path))).containsKey("refs/heads/main");
        for (String url : List.of("ext::sh -c touch% /tmp/x", "fd::17", "--upload-pack=touch /tmp/x", "ftp://host/x")) {
            assertThatIOException().isThrownBy(() -> repositories.references(source(url)));
        }
    }

    private void assertNothingIsLeft() throws IOException {
        Deadline.await(
                () -> ProcessHandle.current()
                        .descendants()
                        .noneMatch(each -> each.info().command().orElse("").contains("git")),
                () -> "git runs still");
        try (Stream<Path> files = Files.walk(mirrors)) {
            assertThat(files.filter(file -> file.toString().endsWith(".lock"))).isEmpty();
        }
    }

    private String commit(String file, String message) throws IOException {
        return work.file(file, message).commit(message);
    }

    private void push(String... what) throws IOException {
        String[] command = new String[what.length + 3];
        command[0] = "push";
        command[1] = "--quiet";
        command[2] = "origin";
        System.arraycopy(what, 0, command, 3, what.length);
        work.git(command);
    }

    private Map<String, String> references() throws IOException {
        return repositories.references(source());
    }

    private List<String> changed(String from, String to) throws IOException {
        return repositories.changedFiles(source(), Optional.of(from), to, false);
    }

    private ActionDeclaration source() {
        return source(server.url("shop.git"));
    }

    private static ActionDeclaration source(String url) {
        String definition =
                """
                {"name": "shop", "stages": [{"name": "Source", "actions": [{"name": "Source",
                 "actionTypeId": {"category": "Source", "owner": "Custom", "provider": "Git", "version": "1"},
                 "configuration": {"Url": "%s"}, "outputArtifacts": [{"name": "Code"}]}]},
                 {"name": "Ask", "actions": [{"name": "Ask",
                 "actionTypeId": {"category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1"}}]}]}"""
                        .formatted(url);
        PipelineDefinition read = DefinitionReader.read("p.json", definition.getBytes(StandardCharsets.UTF_8))
                .definition()
                .orElseThrow();
        return read.pipeline().stages().get(0).actions().get(0);
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
