package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.zip.GZIPInputStream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PageHttpTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private ServedHome home;

    @Before
    public void serve() throws Exception {
        home = ServedHome.open(folder.newFolder("home").toPath())
                .define(
                        """
                        name: shop
                        stages:
                          - name: Source
                            actions:
                              - name: Checkout
                                actionTypeId: {category: Source, owner: Custom, provider: Git, version: "1"}
                                configuration: {Url: "/nowhere", Branch: main}
                                outputArtifacts: [{name: Code}]
                          - name: Production
                            actions:
                              - name: GoLive
                                actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: "1"}
                        """)
                .serve();
    }

    @After
    public void end() throws Exception {
        home.close();
    }

    @Test
    public void an_unchanged_state_is_not_sent_again() throws Exception {
        HttpResponse<byte[]> first = get("api/pipelines/shop/state");
        String etag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(etag).startsWith("\"");

        HttpResponse<byte[]> again = get("api/pipelines/shop/state", "If-None-Match", etag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();

        post("transition", "{\"stageName\":\"Production\",\"enabled\":false,\"reason\":\"Freeze\"}", cookie());
        HttpResponse<byte[]> changed = get("api/pipelines/shop/state", "If-None-Match", etag);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(json(changed)
                        .at("/stageStates/1/inboundTransitionState/disabledReason")
                        .asText())
                .isEqualTo("Freeze");
        assertThat(changed.headers().firstValue("ETag"))
                .isPresent()
                .isNotEqualTo(first.headers().firstValue("ETag"));
    }

    @Test
    public void a_state_is_sent_compressed_to_those_who_take_it_so() throws Exception {
        HttpResponse<byte[]> plain = get("api/pipelines/shop/state");
        HttpResponse<byte[]> small = get("api/pipelines/shop/state", "Accept-Encoding", "gzip");
        assertThat(small.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(small.body())).readAllBytes())
                .isEqualTo(plain.body());
        assertThat(small.headers().firstValue("ETag"))
                .as("another representation")
                .isNotEqualTo(plain.headers().firstValue("ETag"));
    }

    @Test
    public void a_sign_in_link_lets_one_browser_in_and_no_second() throws Exception {
        String link = home.server().signInUrl();
        HttpResponse<byte[]> first = send(HttpRequest.newBuilder(URI.create(link)));
        assertThat(first.statusCode()).isEqualTo(303);
        assertThat(first.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("HttpOnly", "SameSite=Strict", "Path=/");
        assertThat(first.headers().firstValue("Location")).contains("/");

        HttpResponse<byte[]> second = send(HttpRequest.newBuilder(URI.create(link)));
        assertThat(second.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(second.headers().firstValue("Location")).contains("/#/sign-in");
    }

    @Test
    public void a_cookie_alone_changes_nothing() throws Exception {
        String cookie = cookie();
        HttpResponse<byte[]> crossSite = send(change("start", "{}").header("Cookie", cookie));
        assertThat(crossSite.statusCode()).isEqualTo(403);
        HttpResponse<byte[]> otherOrigin = send(change("start", "{}")
                .header("Cookie", cookie)
                .header("Release-Pipeline-Page", "1")
                .header("Origin", "http://evil.example"));
        assertThat(otherOrigin.statusCode()).isEqualTo(403);
        HttpResponse<byte[]> forged = send(change("start", "{}")
                .header("Cookie", cookie.substring(0, cookie.length() - 3) + "abc")
                .header("Release-Pipeline-Page", "1"));
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(json(get("api/pipelines/shop/executions")).path("pipelineExecutionSummaries"))
                .isEmpty();
        assertThat(post("start", "{}", cookie).statusCode()).isEqualTo(200);
    }

    @Test
    public void the_page_may_run_nothing_but_its_own_files() throws Exception {
        HttpResponse<byte[]> document = get("");
        assertThat(document.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        String html = new String(document.body(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(html).doesNotContain("<style", " style=", "onclick").contains("/webapp/js/app.js");
        assertThat(get("webapp/lit/lit-element.js").statusCode()).isEqualTo(200);
        assertThat(get("webapp/../local/version.properties").statusCode()).isNotEqualTo(200);
        assertThat(get("webapp/js/nothing.js").statusCode()).isEqualTo(404);
    }

    @Test
    public void logs_are_for_those_who_were_let_in() throws Exception {
        String started =
                json(post("start", "{}", cookie())).path("pipelineExecutionId").asText();
        HttpResponse<byte[]> stranger = get("api/pipelines/shop/executions/" + started + "/log?actionExecutionId=x");
        assertThat(stranger.statusCode()).isEqualTo(403);
        HttpResponse<byte[]> known =
                get("api/pipelines/shop/executions/" + started + "/log?actionExecutionId=x", "Cookie", cookie());
        assertThat(json(known).path("code").asText()).isEqualTo("ActionExecutionNotFoundException");
    }

    private String cookie() throws Exception {
        return home.cookie(HttpClient.newHttpClient());
    }

    private HttpRequest.Builder change(String verb, String body) {
        return HttpRequest.newBuilder(URI.create(home.url() + "api/pipelines/shop/" + verb))
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpResponse<byte[]> post(String verb, String body, String cookie) throws Exception {
        return send(change(verb, body).header("Cookie", cookie).header("Release-Pipeline-Page", "1"));
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(home.url() + path));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Each on a connection of its own: the server closes one on which it has refused a request unread. */
    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static JsonNode json(HttpResponse<byte[]> response) throws Exception {
        return new JsonMapper().readTree(response.body());
    }
}
