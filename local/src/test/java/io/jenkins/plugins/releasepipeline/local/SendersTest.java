package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.runtime.ExecutionRecord;
import io.jenkins.plugins.releasepipeline.runtime.HistoryQuery;
import io.jenkins.plugins.releasepipeline.trigger.Sns;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Who may send what to an endpoint: SNS, webhooks of PutWebhook, and those who mean harm. */
public class SendersTest {
    private static final String SECRET = "correct horse battery staple";
    private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:commits";
    private static final String CERTIFICATE =
            "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem";
    private static final JsonMapper JSON = new JsonMapper();

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final HttpClient client = HttpClient.newHttpClient();
    private final FakeSns sns = new FakeSns();
    private Path directory;
    private GitRepository repository;
    private ServedHome home;

    @Before
    public void begin() throws Exception {
        directory = folder.newFolder("home").toPath();
        repository = GitRepository.create(folder.newFolder("shop").toPath());
        repository.git("config", "uploadpack.allowAnySHA1InWant", "true");
        repository.write("README.md", "shop").commit("Begin");
        Path secret = Files.writeString(directory.resolve("hook.secret"), SECRET);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(
                directory.resolve("release-pipeline.yaml"),
                """
                repositories:
                  shop: {url: %s}
                polling: {seconds: 0}
                secrets:
                  hook: {file: hook.secret}
                webhooks:
                  commits: {provider: SNS, topics: ["%s"]}
                  signed:
                    provider: PUT_WEBHOOK
                    targetPipeline: shop
                    targetAction: Source
                    authentication: GITHUB_HMAC
                    secret: hook
                    filters: [{jsonPath: $.ref, matchEquals: "refs/heads/{BranchName}"}, {jsonPath: "$.commits[0].id"}]
                  near:
                    provider: PUT_WEBHOOK
                    targetPipeline: shop
                    targetAction: Source
                    authentication: IP
                    allowedIPRange: 192.0.2.0/24
                    behindProxy: true
                    filters: [{jsonPath: $.ref, matchEquals: "refs/heads/{BranchName}"}]
                  far:
                    provider: PUT_WEBHOOK
                    targetPipeline: shop
                    targetAction: Source
                    authentication: IP
                    allowedIPRange: 192.0.2.0/24
                    filters: [{jsonPath: $.ref}]
                  open:
                    provider: PUT_WEBHOOK
                    targetPipeline: shop
                    targetAction: Source
                    authentication: UNAUTHENTICATED
                    filters: [{jsonPath: "$['ref']", matchEquals: "refs/heads/{Nothing}"}]
                  github: {provider: GITHUB, secret: hook}
                """
                        .formatted(repository.directory(), TOPIC));
        sns.make();
        home = ServedHome.open(directory);
        home.define(
                """
                name: shop
                stages:
                  - name: Source
                    actions:
                      - name: Source
                        actionTypeId: {category: Source, owner: AWS, provider: CodeCommit, version: "1"}
                        configuration: {RepositoryName: shop, BranchName: main}
                        outputArtifacts: [{name: Code}]
                  - name: Wait
                    actions:
                      - name: Ask
                        actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: "1"}
                """);
        home.serveWebhooks(Clock.systemUTC(), sns, Duration.ofSeconds(2));
    }

    @After
    public void end() throws Exception {
        home.close();
    }

    @Test
    public void messages_of_sns_start_by_either_signature_and_once() throws Exception {
        assertThat(post("commits", notification("1", "1", head()))).isEqualTo(202);
        assertThat(post("commits", notification("1", "1", head()))).isEqualTo(200);
        settle();
        ExecutionRecord started = executions().get(0);
        assertThat(started.origin().sourceRevisions()).containsEntry("Source", head());
        assertThat(started.origin().trigger().type().name()).isEqualTo("CloudWatchEvent");

        repository.write("more", "x").commit("More");
        assertThat(post("commits", notification("2", "2", head()))).isEqualTo(202);
        settle();
        assertThat(executions()).hasSize(2);
    }

    @Test
    public void a_subscription_is_confirmed_at_sns_whatever_the_message_says() throws Exception {
        ObjectNode message = message("SubscriptionConfirmation", "3", "You have chosen to subscribe")
                .put("Token", "2336412f37 &x=y")
                .put("SubscribeURL", "https://169.254.169.254/latest/meta-data/");
        assertThat(post("commits", signed(message, "2"))).isEqualTo(202);

        assertThat(sns.confirmed)
                .containsExactly(URI.create("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn="
                        + "arn%3Aaws%3Asns%3Aeu-west-1%3A111122223333%3Acommits&Token=2336412f37+%26x%3Dy"));
    }

    @Test
    public void what_sns_has_not_signed_for_this_topic_is_refused_and_no_other_address_is_asked() throws Exception {
        List<ObjectNode> wrong = new ArrayList<>();
        for (String address : List.of(
                "http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem",
                "https://sns.eu-west-1.amazonaws.com.example.org/SimpleNotificationService-0123456789abcdef.pem",
                "https://sns.eu-west-1.amazonaws.com@127.0.0.1/SimpleNotificationService-0123456789abcdef.pem",
                "https://sns.eu-west-1.amazonaws.com:8443/SimpleNotificationService-0123456789abcdef.pem",
                "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem",
                "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-../x.pem",
                "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem?x=y",
                "https://example.s3.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem",
                "file:///etc/passwd",
                "",
                "::")) {
            wrong.add(signed(event("4", head()).put("SigningCertURL", address), "2"));
        }
        ObjectNode another = event("5", head());
        another.put("TopicArn", "arn:aws:sns:eu-west-1:999999999999:commits");
        wrong.add(signed(another, "2"));
        wrong.add(signed(event("6", head()), "2").put("Message", "{}"));
        wrong.add(signed(event("7", head()), "2").put("Signature", "AAAA"));
        wrong.add(signed(event("8", head()), "2").put("Signature", "no base64"));
        wrong.add(signed(event("9", head()), "2").put("SignatureVersion", "3"));
        wrong.add(signed(event("10", head()), "2").put("SignatureVersion", "1"));
        wrong.add(JSON.createObjectNode());

        for (ObjectNode each : wrong) {
            assertThat(post("commits", each)).as(each.toString()).isEqualTo(401);
        }
        assertThat(executions()).isEmpty();
        assertThat(sns.asked).containsOnly(URI.create(CERTIFICATE));
        assertThat(sns.confirmed).isEmpty();

        sns.expired = true;
        assertThat(post("commits", notification("11", "2", head()))).isEqualTo(401);
        sns.down = true;
        assertThat(post("commits", notification("12", "2", head()))).isEqualTo(503);
    }

    @Test
    public void a_webhook_of_PutWebhook_starts_when_all_its_filters_match() throws Exception {
        assertThat(hub("signed", push("refs/heads/main", true), "1")).isEqualTo(202);
        settle();
        assertThat(executions()).hasSize(1);
        assertThat(executions().get(0).origin().trigger().type().name()).isEqualTo("Webhook");
        assertThat(executions().get(0).origin().trigger().detail()).isEqualTo("shop (signed 1)");
        assertThat(executions().get(0).origin().sourceRevisions()).containsEntry("Source", head());

        assertThat(hub("signed", push("refs/heads/dev", true), "2")).isEqualTo(202);
        assertThat(hub("signed", push("refs/heads/main", false), "3")).isEqualTo(202);
        settle();
        assertThat(executions()).hasSize(1);
        assertThat(outcomes("signed"))
                .contains(
                        "ignored: shop: filtered out: $.ref is refs/heads/dev, and not refs/heads/main",
                        "ignored: shop: filtered out: there is nothing at $.commits[0].id");
        assertThat(post("signed", push("refs/heads/main", true))).isEqualTo(401);
    }

    @Test
    public void senders_without_a_signature_start_what_is_there_and_only_from_where_they_may() throws Exception {
        ObjectNode push = push("refs/heads/main", true);
        assertThat(post("far", push)).isEqualTo(401);
        assertThat(post("far", push, "X-Forwarded-For", "192.0.2.7")).isEqualTo(401);
        assertThat(post("near", push)).isEqualTo(401);
        assertThat(post("near", push, "X-Forwarded-For", "192.0.2.7, 198.51.100.1"))
                .isEqualTo(401);
        assertThat(post("near", push, "X-Forwarded-For", "example.org")).isEqualTo(401);
        assertThat(executions()).isEmpty();

        assertThat(post("near", push, "X-Forwarded-For", "203.0.113.9, 192.0.2.7"))
                .isEqualTo(202);
        settle();
        assertThat(executions()).hasSize(1);
        assertThat(executions().get(0).origin().sourceRevisions()).isEmpty();

        assertThat(post("open", push)).isEqualTo(202);
        settle();
        assertThat(outcomes("open")).containsExactly("ignored: shop: filtered out: the action Source has no Nothing");
    }

    @Test
    public void slow_senders_hold_up_nobody_and_are_sent_away() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            int port = URI.create(home.url()).getPort();
            for (int i = 0; i < 200; i++) {
                Socket socket = new Socket("127.0.0.1", port);
                socket.setSoTimeout(20_000);
                slow.add(socket);
                OutputStream out = socket.getOutputStream();
                out.write(("POST /webhook/github HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 20000000\r\n\r\n{")
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }

            assertThat(hub("github", push("refs/heads/main", true), "1")).isEqualTo(202);
            settle();
            assertThat(executions()).hasSize(1);

            InputStream in = slow.get(0).getInputStream();
            assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    public void header_injection_reaches_neither_an_answer_nor_the_list() throws Exception {
        String body = push("refs/heads/main", true).toString();
        String signature = "X-Hub-Signature-256: sha256=" + hmac(body) + "\r\n";
        String answer = raw("POST /webhook/github HTTP/1.1\r\nHost: 127.0.0.1\r\nX-GitHub-Event: push\tevil\r\n"
                + "X-GitHub-Delivery: a\u0001b\r\n" + signature + "Content-Length: " + body.length() + "\r\n\r\n"
                + body);
        assertThat(answer).startsWith("HTTP/1.1 400");
        String folded =
                raw("POST /webhook/git%0d%0aX-Evil:%201 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(folded).doesNotContain("X-Evil").startsWith("HTTP/1.1 400");
        String host = raw("POST /webhook/github HTTP/1.1\r\nHost: example.org\r\n" + signature + "Content-Length: "
                + body.length() + "\r\n\r\n" + body);
        assertThat(host).startsWith("HTTP/1.1 421");
        String smuggled = raw("POST /webhook/github HTTP/1.1\r\nHost: 127.0.0.1\r\n" + signature
                + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n");
        assertThat(smuggled).startsWith("HTTP/1.1 400");
        assertThat(executions()).isEmpty();
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", URI.create(home.url()).getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private ObjectNode push(String ref, boolean commits) throws Exception {
        ObjectNode push = JSON.createObjectNode().put("ref", ref).put("after", head());
        push.putObject("repository").put("full_name", "shop");
        if (commits) {
            push.putArray("commits").addObject().put("id", head());
        }
        return push;
    }

    private int hub(String endpoint, JsonNode body, String id) throws Exception {
        return post(
                endpoint,
                body,
                "X-GitHub-Event",
                "push",
                "X-GitHub-Delivery",
                id,
                "X-Hub-Signature-256",
                "sha256=" + hmac(body.toString()));
    }

    private static String hmac(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    private int post(String endpoint, JsonNode body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(home.url() + "webhook/" + endpoint))
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private ObjectNode notification(String id, String version, String commit) throws Exception {
        return signed(event(id, commit), version);
    }

    private ObjectNode event(String id, String commit) {
        ObjectNode event = JSON.createObjectNode().put("detail-type", "CodeCommit Repository State Change");
        event.putObject("detail")
                .put("event", "referenceUpdated")
                .put("repositoryName", "shop")
                .put("referenceType", "branch")
                .put("referenceName", "main")
                .put("commitId", commit);
        return message("Notification", id, event.toString()).put("Subject", "A push");
    }

    private static ObjectNode message(String type, String id, String message) {
        return JSON.createObjectNode()
                .put("Type", type)
                .put("MessageId", id)
                .put("TopicArn", TOPIC)
                .put("Message", message)
                .put("Timestamp", "2026-03-27T12:00:00.000Z")
                .put("SigningCertURL", CERTIFICATE);
    }

    private ObjectNode signed(ObjectNode message, String version) throws Exception {
        StringBuilder text = new StringBuilder();
        for (String name :
                List.of("Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")) {
            if (message.has(name)) {
                text.append(name)
                        .append('\n')
                        .append(message.get(name).asText())
                        .append('\n');
            }
        }
        Signature signature = Signature.getInstance(version.equals("1") ? "SHA1withRSA" : "SHA256withRSA");
        signature.initSign(sns.key);
        signature.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return message.put("SignatureVersion", version)
                .put("Signature", Base64.getEncoder().encodeToString(signature.sign()));
    }

    private List<ExecutionRecord> executions() throws IOException {
        return home.pipeline("shop").history().page(HistoryQuery.latest(10)).executions();
    }

    private List<String> outcomes(String endpoint) {
        List<String> lines = new ArrayList<>();
        JsonNode list = home.triggers().webhooks().deliveries(endpoint).orElseThrow();
        list.get("deliveries").forEach(delivery -> delivery.get("outcome").forEach(line -> lines.add(line.asText())));
        return lines;
    }

    private void settle() {
        Deadline.await(() -> home.triggers().webhooks().waiting() == 0, () -> "deliveries wait still");
    }

    private String head() {
        try {
            Path out = folder.getRoot().toPath().resolve(UUID.randomUUID().toString());
            Process process = new ProcessBuilder("git", "rev-parse", "HEAD")
                    .directory(repository.directory().toFile())
                    .redirectOutput(out.toFile())
                    .start();
            assertThat(process.waitFor()).isZero();
            return Files.readString(out).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** SNS with a key and a certificate that {@code keytool} made. */
    private final class FakeSns implements Sns {
        final List<URI> asked = new ArrayList<>();
        final List<URI> confirmed = new ArrayList<>();
        boolean expired;
        boolean down;
        PrivateKey key;
        private X509Certificate good;
        private X509Certificate old;

        private void make() {
            try {
                KeyStore store = store("good", "-1d", "10");
                key = (PrivateKey) store.getKey("good", "changeit".toCharArray());
                good = (X509Certificate) store.getCertificate("good");
                old = (X509Certificate) store("old", "-100d", "10").getCertificate("old");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        private KeyStore store(String name, String start, String days) throws Exception {
            Path file = folder.getRoot().toPath().resolve(name + ".p12");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            name,
                            "-keyalg",
                            "RSA",
                            "-keysize",
                            "2048",
                            "-dname",
                            "CN=sns.amazonaws.com",
                            "-startdate",
                            start,
                            "-validity",
                            days,
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            "changeit",
                            "-keystore",
                            file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor()).isZero();
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, "changeit".toCharArray());
            }
            return store;
        }

        @Override
        public X509Certificate certificate(URI address) throws IOException {
            asked.add(address);
            if (down) {
                throw new IOException("down");
            }
            return expired ? old : good;
        }

        @Override
        public void confirm(URI subscription) {
            confirmed.add(subscription);
        }
    }
}
