package io.jenkins.plugins.releasepipeline.action.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import io.jenkins.plugins.releasepipeline.local.ActionFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** What a registry may say, and what a source of its images delivers. */
public class ImageTagsTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    @Rule
    public ActionFixture fixture = new ActionFixture();

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private HttpServer server;

    private record Answer(int status, String header, String value) {}

    @Before
    public void begin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        fixture.type("Source", "AWS", "ECR")
                .named("Source", "Image")
                .output("Image")
                .image("shop/web", new NameMappings.ImageRepository(url() + "/team/web", Optional.empty()))
                .configuration("RepositoryName", "shop/web");
    }

    @After
    public void end() {
        server.stop(0);
    }

    @Test
    public void an_image_is_delivered_by_its_digest_with_its_detail() throws Exception {
        answers.put("/v2/team/web/manifests/latest", new Answer(200, "Docker-Content-Digest", DIGEST));
        ActionResult result = fixture.run(new EcrSource());
        assertThat(result.message()).as(fixture.log()).isEmpty();
        String uri = url().substring("http://".length()) + "/team/web@" + DIGEST;
        assertThat(result.outputVariables())
                .containsEntry("ImageDigest", DIGEST)
                .containsEntry("ImageTag", "latest")
                .containsEntry("ImageURI", uri);
        assertThat(fixture.files(result.outputArtifacts().get("Image")).get("imageDetail.json"))
                .contains("\"ImageURI\":\"" + uri + "\"")
                .contains("\"ImageTags\":[\"latest\"]");
        assertThat(result.revision().orElseThrow().id()).isEqualTo(DIGEST);
    }

    @Test
    public void a_pinned_digest_is_asked_for_and_nothing_else_is_a_digest() throws Exception {
        answers.put("/v2/team/web/manifests/" + DIGEST, new Answer(200, "Docker-Content-Digest", DIGEST));
        fixture.pinned(DIGEST);
        assertThat(fixture.run(new EcrSource()).message()).isEmpty();
        fixture.nextAttempt().pinned("v1");
        assertThat(fixture.run(new EcrSource()).message()).contains("'v1' is not the digest of an image");
        fixture.nextAttempt().pinned("sha256:" + "b".repeat(64));
        assertThat(fixture.run(new EcrSource()).failure()).contains(FailureType.RevisionUnavailable);
    }

    @Test
    public void a_registry_leads_to_no_other_place() {
        String manifest = "/v2/team/web/manifests/latest";
        for (String realm : List.of(
                "http://127.0.0.2:" + server.getAddress().getPort() + "/token",
                "http://localhost:" + server.getAddress().getPort() + "/token",
                "file:///etc/passwd",
                "http://a:b@127.0.0.1/token",
                "",
                "::")) {
            answers.put(manifest, new Answer(401, "WWW-Authenticate", "Bearer realm=\"" + realm + "\""));
            fails("names a token server that is");
        }
        answers.put(manifest, new Answer(302, "Location", url() + "/elsewhere"));
        fails("answered 302");
        answers.put(manifest, new Answer(200, "Docker-Content-Digest", "sha256:../../x"));
        fails("does not say the image's digest");
        answers.put(manifest, new Answer(401, "WWW-Authenticate", "Negotiate"));
        fails("neither Basic nor Bearer");
        answers.put(manifest, new Answer(401, "WWW-Authenticate", "Bearer realm=\"" + url() + "/token\""));
        answers.put("/token", new Answer(302, "Location", url() + "/elsewhere"));
        fails("gives no token");
        assertThat(asked).containsOnly(manifest, "/token");
    }

    @Test
    public void names_and_tags_cannot_leave_the_repository() {
        fixture.configuration("ImageTag", "../../other/manifests/latest");
        assertThat(fixture.run(new EcrSource()).message()).contains("is no tag of an image");
        assertThat(asked).isEmpty();
    }

    private void fails(String words) {
        assertThatExceptionOfType(ActionFailure.class)
                .isThrownBy(() -> new ImageTags(
                                fixture.context().mappings(), fixture.context().secrets())
                        .digest("shop/web", "latest"))
                .withMessageContaining(words);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            Answer answer = answers.getOrDefault(path, new Answer(404, "X-Nothing", "here"));
            exchange.getResponseHeaders().set(answer.header(), answer.value());
            exchange.sendResponseHeaders(answer.status(), -1);
        }
    }
}
