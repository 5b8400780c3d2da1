package io.jenkins.plugins.releasepipeline.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret that changes over HTTP need: in a file of the home that only its owner can read. */
final class ApiToken {
    /** Its name in a home. */
    static final String FILE = "api-token";

    private static final int BYTES = 32;

    private final byte[] token;

    private ApiToken(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    /** The token of a home; a new one when it has none. */
    static ApiToken of(Path home) throws IOException {
        Path file = home.resolve(FILE);
        if (Files.exists(file)) {
            return new ApiToken(Files.readString(file).strip());
        }
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, token + "\n", StandardOpenOption.WRITE);
        return new ApiToken(token);
    }

    /** What only one who has the token can say of a text, for one purpose. */
    String signature(String purpose, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token, "HmacSHA256"));
            mac.update((purpose + ":" + text).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }

    /** Whether an {@code Authorization} header carries it; takes the same time whatever it carries. */
    boolean isIn(String authorization) {
        String given = authorization != null && authorization.startsWith("Bearer ")
                ? authorization.substring("Bearer ".length())
                : "";
        return MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
    }
}
