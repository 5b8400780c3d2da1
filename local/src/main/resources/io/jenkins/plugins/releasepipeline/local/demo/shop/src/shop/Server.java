package shop;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Serves {@code /version} and {@code /price} on loopback; {@code --check VERSION} asks itself both, and ends. */
public final class Server {
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String version = Files.readString(Path.of(arguments[0])).strip();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String answer = exchange.getRequestURI().getPath().equals("/version")
                    ? version
                    : new Basket(2, new BigDecimal("10.00")).total().toString();
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        if (arguments.length == 3 && arguments[1].equals("--check")) {
            String base = "http://127.0.0.1:" + server.getAddress().getPort();
            String running = get(base + "/version");
            String price = get(base + "/price");
            server.stop(0);
            System.out.println("version " + running + ", two pieces at 10.00 cost " + price);
            System.exit(running.equals(arguments[2]) && price.equals("23.80") ? 0 : 1);
        }
    }

    private static String get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
