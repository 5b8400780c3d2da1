package io.jenkins.plugins.releasepipeline.trigger;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * SNS over HTTPS: its certificates, which are kept, and the confirmation of subscriptions. Asks only addresses that
 * {@link SnsMessage} made or checked, and follows no redirect. Thread-safe; blocks up to ten seconds.
 */
public final class SnsService implements Sns {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_BYTES = 1 << 16;
    private static final int KEPT = 20;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Map<URI, X509Certificate> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, X509Certificate> eldest) {
            return size() > KEPT;
        }
    };

    @Override
    public X509Certificate certificate(URI address) throws IOException {
        synchronized (known) {
            X509Certificate found = known.get(address);
            if (found != null) {
                return found;
            }
        }
        byte[] pem = get(address);
        try {
            X509Certificate read = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
            synchronized (known) {
                known.put(address, read);
            }
            return read;
        } catch (CertificateException e) {
            throw new IOException(address.getHost() + " gave no certificate", e);
        }
    }

    @Override
    public void confirm(URI subscription) throws IOException {
        get(subscription);
    }

    private byte[] get(URI address) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(TIMEOUT).build();
        try {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = answer.body()) {
                byte[] body = in.readNBytes(MAX_BYTES);
                if (answer.statusCode() != 200) {
                    throw new IOException(address.getHost() + " answered " + answer.statusCode());
                }
                return body;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while asking " + address.getHost(), e);
        }
    }
}
