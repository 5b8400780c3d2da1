package io.jenkins.plugins.releasepipeline.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The pipelines of a home over HTTP. Answers only requests that name this machine as their host, so that no page of
 * another site can reach it by a name that points here. Changes need the home's token, or the cookie of a browser that
 * was let in together with a header that pages of other sites cannot send.
 */
final class LocalServer implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 2000;
    private static final Logger LOGGER = Logger.getLogger(LocalServer.class.getName());
    /** Nothing from elsewhere, and no script or style that is not a file of ours. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                    + "require-trusted-types-for 'script'; trusted-types lit-html";

    private final Server server;
    private final ServerConnector connector;
    private final SignIn signIn;
    private final String host;

    private LocalServer(Server server, ServerConnector connector, SignIn signIn, String host) {
        this.server = server;
        this.connector = connector;
        this.signIn = signIn;
        this.host = host;
    }

    /** @throws IOException when the port is taken, say: the message names it */
    static LocalServer start(LocalHome home, ApiToken token, String host, int port) throws IOException {
        return start(home, token, host, port, Optional.empty());
    }

    /** @param triggers what takes deliveries at {@code /webhook/NAME}; none are taken when it is empty */
    static LocalServer start(LocalHome home, ApiToken token, String host, int port, Optional<LocalTriggers> triggers)
            throws IOException {
        return start(home, token, host, port, triggers, DeliveryBody.LONGEST);
    }

    /** @param longest how long a delivery may take to arrive */
    static LocalServer start(
            LocalHome home, ApiToken token, String host, int port, Optional<LocalTriggers> triggers, Duration longest)
            throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(16, 2);
        threads.setName("release-pipeline-http");
        threads.setDaemon(true);
        Server server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(TimeUnit.SECONDS.toMillis(30));
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
        SignIn signIn = new SignIn(token, Clock.systemUTC());
        server.setHandler(new Answers(
                new HttpApi(home), triggers.map(each -> new WebhookApi(each, longest)), signIn, token, host));
        server.setStopTimeout(TimeUnit.SECONDS.toMillis(2));
        try {
            server.start();
        } catch (Exception e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            try {
                server.stop();
            } catch (Exception again) {
                LOGGER.log(Level.FINE, "A server that did not start did not stop either", again);
            }
            throw new IOException(
                    "Cannot listen on " + host + ":" + port + ": " + cause.getMessage()
                            + ". Choose another port with --port.",
                    e);
        }
        return new LocalServer(server, connector, signIn, host);
    }

    /** Where it answers, with a slash at the end. */
    String url() {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return "http://" + shown + ":" + connector.getLocalPort() + "/";
    }

    /** Where a browser is let in, once. */
    String signInUrl() {
        return url() + "sign-in?code=" + signIn.newCode();
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("The server did not stop: " + e.getMessage(), e);
        }
    }

    /** Who asks, what is asked, and the answer. */
    private static final class Answers extends Handler.Abstract {
        private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

        private final HttpApi api;
        private final Optional<WebhookApi> webhooks;
        private final SignIn signIn;
        private final ApiToken token;
        private final boolean loopback;
        private final PageFiles files = new PageFiles();

        Answers(HttpApi api, Optional<WebhookApi> webhooks, SignIn signIn, ApiToken token, String host) {
            this.api = api;
            this.webhooks = webhooks;
            this.signIn = signIn;
            this.token = token;
            this.loopback = THIS_MACHINE.contains(host);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String path = Request.getPathInContext(request);
            if (isForUs(request) && webhooks.isPresent() && webhooks.get().isDelivery(request, path)) {
                webhooks.get().take(request, path, answer -> write(answer, response, callback));
                return true;
            }
            Answer answer;
            try {
                answer = answer(request);
            } catch (BadRequestException e) {
                answer = Answer.error(400, "ValidationException", e.getMessage());
            } catch (IOException | RuntimeException e) {
                LOGGER.log(Level.WARNING, "No answer to " + request.getMethod() + " " + path, e);
                answer = Answer.error(500, "InternalFailure", "The server failed; its log says why.");
            }
            write(answer, response, callback);
            return true;
        }

        private static void write(Answer answer, Response response, Callback callback) {
            response.setStatus(answer.status());
            HttpFields.Mutable headers = response.getHeaders();
            headers.put(HttpHeader.CACHE_CONTROL, "no-store");
            headers.put("X-Content-Type-Options", "nosniff");
            headers.put("Referrer-Policy", "no-referrer");
            headers.put("Content-Security-Policy", CONTENT_SECURITY_POLICY);
            if (!answer.contentType().isEmpty()) {
                headers.put(HttpHeader.CONTENT_TYPE, answer.contentType());
            }
            answer.headers().forEach(headers::put);
            if (answer.source().isPresent()) {
                send(answer.source().get(), response, callback);
            } else {
                response.write(true, ByteBuffer.wrap(answer.body()), callback);
            }
        }

        /** Whether the request names this machine, where it has to. */
        private boolean isForUs(Request request) {
            return !loopback || THIS_MACHINE.contains(Request.getServerName(request));
        }

        /** An answer that breaks off tells its reader that it is not whole. */
        private static void send(Answer.Source source, Response response, Callback callback) {
            try (InputStream in = source.open();
                    OutputStream out = Content.Sink.asOutputStream(response)) {
                in.transferTo(out);
            } catch (IOException e) {
                LOGGER.log(Level.FINE, "An answer broke off", e);
                callback.failed(e);
                return;
            }
            callback.succeeded();
        }

        private Answer answer(Request request) throws IOException, BadRequestException {
            if (!isForUs(request)) {
                return Answer.error(
                        421, "MisdirectedRequest", "This server is not " + Request.getServerName(request) + ".");
            }
            String path = Request.getPathInContext(request);
            if (path.equals("/api/sign-in-link") && request.getMethod().equals("POST")) {
                return link(request);
            }
            if (webhooks.isPresent() && webhooks.get().isFor(path)) {
                return webhooks.get().answer(request, path);
            }
            if (path.startsWith("/api/")) {
                return api.answer(request, visitor(request));
            }
            if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
                return Answer.error(405, "MethodNotAllowed", "This can be read only.");
            }
            if (path.equals("/healthz")) {
                return Answer.ok(JsonNodeFactory.instance.objectNode().put("status", "ok"));
            }
            if (path.equals("/sign-in")) {
                return signIn(request);
            }
            if (path.equals("/")) {
                return file(request, files.document());
            }
            if (path.startsWith("/webapp/")) {
                Optional<PageFiles.PageFile> found = files.find(path.substring("/webapp/".length()));
                if (found.isPresent()) {
                    return file(request, found.get());
                }
            }
            return Answer.error(404, "NotFound", "There is nothing here; see / and /api/pipelines.");
        }

        /** A new link, for one who has the token: a browser that is in cannot let others in. */
        private Answer link(Request request) {
            if (!token.isIn(request.getHeaders().get(HttpHeader.AUTHORIZATION))) {
                return Answer.error(403, "AccessDenied", "This needs 'Authorization: Bearer TOKEN'.");
            }
            String url = "http://" + request.getHeaders().get(HttpHeader.HOST) + "/sign-in?code=" + signIn.newCode();
            return Answer.ok(JsonNodeFactory.instance.objectNode().put("url", url));
        }

        private Answer signIn(Request request) {
            String code = Request.extractQueryParameters(request).getValue("code");
            if (code != null && signIn.use(code)) {
                return Answer.redirect("/").with("Set-Cookie", signIn.cookie(Request.getServerPort(request)));
            }
            return Answer.redirect("/#/sign-in");
        }

        private static Answer file(Request request, PageFiles.PageFile file) {
            return HttpApi.has(request, file.etag())
                    ? Answer.notModified(file.etag())
                    : Answer.tagged(file.contentType(), file.content(), file.etag());
        }

        private Visitor visitor(Request request) {
            if (token.isIn(request.getHeaders().get(HttpHeader.AUTHORIZATION))) {
                return Visitor.TOKEN;
            }
            int port = Request.getServerPort(request);
            for (HttpCookie cookie : Request.getCookies(request)) {
                if (signIn.isSession(cookie.getName(), cookie.getValue(), port)) {
                    return request.getMethod().equals("GET") || isOurPage(request) ? Visitor.PAGE : Visitor.READER;
                }
            }
            return Visitor.READER;
        }

        /** Another site's page can send neither this header nor our origin. */
        private static boolean isOurPage(Request request) {
            String origin = request.getHeaders().get(HttpHeader.ORIGIN);
            return request.getHeaders().contains(HttpApi.PAGE_HEADER)
                    && (origin == null
                            || origin.equals("http://" + request.getHeaders().get(HttpHeader.HOST)));
        }
    }
}
