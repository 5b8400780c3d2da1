package io.jenkins.plugins.releasepipeline.action.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.action.SecretResolver.UsernamePassword;
import org.junit.Test;

public class GitUrlTest {
    @Test
    public void pages_of_known_hosts_are_found_from_every_form_of_an_address() {
        for (String url : new String[] {
            "https://github.com/acme/web.git",
            "https://ada@github.com/acme/web",
            "git@github.com:acme/web.git",
            "ssh://git@github.com:22/acme/web.git/",
            "git://github.com/acme/web"
        }) {
            assertThat(GitUrl.parse(url).commitPage("c0ffee"))
                    .as(url)
                    .contains("https://github.com/acme/web/commit/c0ffee");
            assertThat(GitUrl.parse(url).repositoryName()).as(url).isEqualTo("web");
            assertThat(GitUrl.parse(url).fullRepositoryName()).as(url).isEqualTo("acme/web");
        }
        assertThat(GitUrl.parse("git@gitlab.com:a/b/c.git").commitPage("c0ffee"))
                .contains("https://gitlab.com/a/b/c/-/commit/c0ffee");
        assertThat(GitUrl.parse("https://gitlab.acme.org:8443/a/b.git").commitPage("c0ffee"))
                .contains("https://gitlab.acme.org:8443/a/b/-/commit/c0ffee");
        assertThat(GitUrl.parse("git@bitbucket.org:a/b.git").commitPage("c0ffee"))
                .contains("https://bitbucket.org/a/b/commits/c0ffee");
        assertThat(GitUrl.parse("https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/web")
                        .commitPage("c0ffee"))
                .contains(
                        "https://eu-west-1.console.aws.amazon.com/codesuite/codecommit/repositories/web/commit/c0ffee?region=eu-west-1");
    }

    @Test
    public void other_addresses_have_no_page() {
        for (String url :
                new String[] {"/srv/git/web.git", "file:///srv/web", "host:web.git", "https://git.acme.org/web"}) {
            assertThat(GitUrl.parse(url).commitPage("c0ffee")).as(url).isEmpty();
            assertThat(GitUrl.parse(url).repositoryName()).as(url).isEqualTo("web");
        }
    }

    @Test
    public void a_login_in_the_address_is_taken_out_of_it() {
        GitUrl url = GitUrl.parse("https://ada:p%40ss+word@example.org/web.git");
        assertThat(url.text()).isEqualTo("https://example.org/web.git");
        assertThat(url.login()).contains(new UsernamePassword("ada", "p@ss+word"));
        assertThat(url.httpOrigin()).contains("https://example.org");
    }
}
