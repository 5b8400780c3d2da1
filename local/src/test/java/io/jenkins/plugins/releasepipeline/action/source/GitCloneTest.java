package io.jenkins.plugins.releasepipeline.action.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.AgentRequest;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.local.ActionFixture;
import java.io.IOException;
import org.junit.Rule;
import org.junit.Test;

public class GitCloneTest {
    @Rule
    public final ActionFixture fixture = new ActionFixture();

    private ActionResult cloned(CloneRef reference) {
        return fixture.result(ActionWork.begin(fixture.context(), work -> work.agent(new AgentRequest("", "build"))
                .thenCompose(agent -> GitClone.into(work, agent, reference, "src"))
                .thenApply(done -> ActionResult.succeeded())));
    }

    @Test
    public void a_clone_has_history_branches_and_tags_and_stands_on_its_branch() throws IOException {
        GitFolder origin = GitFolder.init(fixture.directory("origin"));
        String first = origin.file("a.txt", "one").commit("First");
        origin.git("tag", "v1");
        String second = origin.file("a.txt", "two").commit("Second");
        origin.file("a.txt", "three").commit("Third");

        assertThat(cloned(new CloneRef(origin.url(), second, "main", "")).isSuccess())
                .as(fixture.log())
                .isTrue();

        assertThat(fixture.workspace("build").resolve("src/a.txt")).hasContent("two");
        GitFolder clone = GitFolder.at(fixture.workspace("build").resolve("src"));
        assertThat(clone.git("rev-list", "HEAD").lines()).containsExactly(second, first);
        assertThat(clone.git("symbolic-ref", "--short", "HEAD")).isEqualTo("main");
        assertThat(clone.git("status", "--porcelain")).isEmpty();
        assertThat(clone.git("describe", "--tags")).startsWith("v1-1-");
        assertThat(clone.git("remote", "get-url", "origin")).isEqualTo(origin.url());
    }

    @Test
    public void a_commit_that_no_branch_has_any_more_is_fetched_by_its_id() throws IOException {
        GitFolder origin = GitFolder.init(fixture.directory("origin"));
        origin.file("a.txt", "one").commit("First");
        String lost = origin.file("a.txt", "two").commit("Second");
        origin.git("reset", "--quiet", "--hard", "HEAD~1");

        assertThat(cloned(new CloneRef(origin.url(), lost, "main", "")).isSuccess())
                .as(fixture.log())
                .isTrue();
        assertThat(fixture.workspace("build").resolve("src/a.txt")).hasContent("two");
    }

    @Test
    public void a_commit_that_is_gone_and_credentials_that_are_unknown_fail_in_words() throws IOException {
        GitFolder origin = GitFolder.init(fixture.directory("origin"));
        origin.file("a.txt", "one").commit("First");
        ActionResult gone = cloned(new CloneRef(origin.url(), "0123456789".repeat(4), "main", ""));
        assertThat(gone.failure()).as(fixture.log()).contains(FailureType.RevisionUnavailable);
        fixture.nextAttempt();
        ActionResult locked = cloned(new CloneRef(origin.url(), "0123456789".repeat(4), "main", "nobody"));
        assertThat(locked.failure()).contains(FailureType.PermissionError);
        assertThat(locked.message()).contains("'nobody'");
    }
}
