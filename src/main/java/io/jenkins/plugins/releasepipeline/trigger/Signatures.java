package io.jenkins.plugins.releasepipeline.trigger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Who may send: HMAC-SHA256 over the body's bytes, or a shared token; compared in constant time. */
final class Signatures {
    private static final String PREFIX = "sha256=";

    private Signatures() {}

    /** Whether {@code header} is {@code sha256=} and 64 hexadecimal digits, or the digits alone, and those are right. */
    static boolean isHmac(String secret, byte[] body, String header) {
        String digits =
                header.regionMatches(true, 0, PREFIX, 0, PREFIX.length()) ? header.substring(PREFIX.length()) : header;
        byte[] given;
        try {
            given = HexFormat.of().parseHex(digits.strip().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return false;
        }
        return !secret.isEmpty() && MessageDigest.isEqual(hmac(secret, body), given);
    }

    static boolean isToken(String secret, String header) {
        return !secret.isEmpty() && MessageDigest.isEqual(digest(secret), digest(header));
    }

    private static byte[] hmac(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] digest(String text) {
        return digest(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
