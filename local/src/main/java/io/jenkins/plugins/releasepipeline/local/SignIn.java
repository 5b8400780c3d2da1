package io.jenkins.plugins.releasepipeline.local;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Lets a browser in: a link with a code that works once gives a cookie that works for {@value #DAYS} days. The cookie is
 * signed with the home's token, so that it outlives the process and ends when the token is replaced. For any thread.
 */
final class SignIn {
    private static final int DAYS = 30;
    private static final int CODE_BYTES = 24;
    private static final int OPEN_CODES = 20;

    private final ApiToken token;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Set<String> codes = new LinkedHashSet<>();

    SignIn(ApiToken token, Clock clock) {
        this.token = token;
        this.clock = clock;
    }

    /** A new code. Of many that nobody used, the oldest no longer work. */
    synchronized String newCode() {
        byte[] bytes = new byte[CODE_BYTES];
        random.nextBytes(bytes);
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        codes.add(code);
        while (codes.size() > OPEN_CODES) {
            codes.remove(codes.iterator().next());
        }
        return code;
    }

    /** Whether the code was open; it no longer is. */
    synchronized boolean use(String code) {
        String found = null;
        for (String each : codes) {
            if (MessageDigest.isEqual(bytes(each), bytes(code))) {
                found = each;
            }
        }
        return codes.remove(found);
    }

    /** The {@code Set-Cookie} header of one who has come in. */
    String cookie(int port) {
        String until = Long.toString(clock.instant().plus(Duration.ofDays(DAYS)).getEpochSecond());
        return name(port) + "=" + until + "." + token.signature("session", until)
                + "; Path=/; HttpOnly; SameSite=Strict; Max-Age="
                + Duration.ofDays(DAYS).toSeconds();
    }

    /** The {@code Set-Cookie} header of one who leaves. */
    String noCookie(int port) {
        return name(port) + "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0";
    }

    /** Whether a cookie of that name holds a session that is not over. */
    boolean isSession(String cookieName, String value, int port) {
        int dot = value.indexOf('.');
        if (!cookieName.equals(name(port)) || dot < 1 || dot > 18) {
            return false;
        }
        String until = value.substring(0, dot);
        return MessageDigest.isEqual(bytes(token.signature("session", until)), bytes(value.substring(dot + 1)))
                && Long.parseLong(until) > clock.instant().getEpochSecond();
    }

    /** Cookies do not tell ports apart, and several homes may be served at once. */
    private static String name(int port) {
        return "release-pipeline-" + port;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
