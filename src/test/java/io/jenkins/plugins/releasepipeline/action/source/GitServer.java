package io.jenkins.plugins.releasepipeline.action.source;

import static org.junit.Assume.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves a directory of repositories over HTTP on loopback, with the real {@code git http-backend} and its first
 * protocol: such a server gives out only what a branch or tag points to.
 */
public final class GitServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Path root;
    private final Path backend;
    private final Optional<String> authorization;
    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    public GitServer(Path root, String username, String password) throws IOException {
        this.root = root;
        this.backend = Path.of(output("git", "--exec-path")).resolve("git-http-backend");
        assumeTrue("SKIPPED: this git has no http-backend", Files.isExecutable(backend));
        this.authorization = username.isEmpty()
                ? Optional.empty()
                : Optional.of("Basic "
                        + Base64.getEncoder()
                                .encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8)));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url(String repository) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + repository;
    }

    /** How often somebody asked which references there are. */
    public int questions() {
        return questions.get();
    }

    /** How many requests there were at the same time, at most. */
    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    private static String output(String... command) throws IOException {
        assumeTrue("SKIPPED: there is no git on this machine", GitFolder.isInstalled());
        Process process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private void handle(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().endsWith("/info/refs")) {
            questions.incrementAndGet();
        }
        mostAtOnce.accumulateAndGet(now.incrementAndGet(), Math::max);
        try (exchange) {
            String given = exchange.getRequestHeaders().getFirst("Authorization");
            if (authorization.isPresent() && !authorization.get().equals(given)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            serve(exchange);
        } finally {
            now.decrementAndGet();
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(backend.toString());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("GIT_CONFIG_COUNT", "1");
        environment.put("GIT_CONFIG_KEY_0", "safe.directory");
        environment.put("GIT_CONFIG_VALUE_0", "*");
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        environment.put(
                "QUERY_STRING",
                Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""));
        header(exchange, "Content-Type").ifPresent(type -> environment.put("CONTENT_TYPE", type));
        header(exchange, "Content-Encoding").ifPresent(type -> environment.put("HTTP_CONTENT_ENCODING", type));
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            exchange.getRequestBody().transferTo(in);
        } catch (IOException e) {
            // The backend answers before it has read everything.
        }
        byte[] answer = process.getInputStream().readAllBytes();
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        int status = 200;
        for (String line : text.substring(0, Math.max(end, 0)).split("\r\n")) {
            String[] header = line.split(": ", 2);
            if (header[0].equals("Status")) {
                status = Integer.parseInt(header[1].substring(0, 3));
            } else if (header.length == 2) {
                exchange.getResponseHeaders().set(header[0], header[1]);
            }
        }
        int length = answer.length - end - 4;
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        if (length > 0) {
            try (InputStream body = new ByteArrayInputStream(answer, end + 4, length)) {
                body.transferTo(exchange.getResponseBody());
            }
        }
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
