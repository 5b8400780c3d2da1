package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.Extension;
import hudson.model.UnprotectedRootAction;
import hudson.security.csrf.CrumbExclusion;
import io.jenkins.plugins.releasepipeline.trigger.Webhooks;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * {@code POST /release-pipeline-webhook/NAME}, where deliveries of repositories' hosts arrive: a sender shows who it is by the
 * delivery, and learns nothing otherwise. {@code GET …/NAME/deliveries} tells administrators what became of them.
 */
@Extension
public final class WebhookAction implements UnprotectedRootAction {
    private static final Logger LOGGER = Logger.getLogger(WebhookAction.class.getName());
    private static final String URL = "release-pipeline-webhook";
    private static final Pattern HOOK = Pattern.compile("/([A-Za-z0-9._-]{1,100})");
    private static final Pattern DELIVERIES = Pattern.compile("/([A-Za-z0-9._-]{1,100})/deliveries");
    private static final int MAX_UNDER_WAY = 150 << 20;
    private static final long LONGEST_SECONDS = 30;
    private static final long GRACE_SECONDS = 5;
    private static final long LEAST_BYTES_A_SECOND = 8 * 1024;
    private static final int PART = 1 << 16;

    /** Parts that more may be read of: what is under way takes so much memory together, and who sends nothing takes none. */
    private final Semaphore room = new Semaphore(MAX_UNDER_WAY / PART);

    private enum Reading {
        WHOLE,
        TOO_LARGE,
        TOO_SLOW,
        NO_ROOM
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /** Takes a delivery, or tells of those that came. */
    public void doDynamic(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        String rest = request.getRestOfPath();
        Matcher deliveries = DELIVERIES.matcher(rest);
        if (deliveries.matches() && request.getMethod().equals("GET")) {
            tell(deliveries.group(1), response);
            return;
        }
        Matcher hook = HOOK.matcher(rest);
        if (!hook.matches()) {
            answer(response, 404, "There is nothing here.");
        } else if (!request.getMethod().equals("POST")) {
            answer(response, 405, "A delivery is a POST.");
        } else if (request.getContentLengthLong() > Webhooks.MAX_BODY_BYTES) {
            answer(response, 413, "A delivery has at most 25 MB.");
        } else {
            take(hook.group(1), request, response);
        }
    }

    private static void tell(String name, StaplerResponse2 response) throws IOException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        String json = JenkinsHost.get()
                .triggers()
                .webhooks()
                .deliveries(name)
                .map(Object::toString)
                .orElse("");
        if (json.isEmpty()) {
            answer(response, 404, "There is no webhook of that name.");
            return;
        }
        response.setContentType("application/json;charset=UTF-8");
        response.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
    }

    private void take(String name, StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String header : Collections.list(request.getHeaderNames())) {
            headers.put(header, request.getHeader(header));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        AtomicInteger taken = new AtomicInteger();
        try {
            switch (read(request.getInputStream(), body, taken)) {
                case WHOLE -> receive(name, headers, body.toByteArray(), request.getRemoteAddr(), response);
                case TOO_LARGE -> answer(response, 413, "A delivery has at most 25 MB.");
                case TOO_SLOW -> {
                    response.setHeader("Connection", "close");
                    answer(response, 408, "The delivery took too long.");
                }
                case NO_ROOM -> {
                    response.setHeader("Retry-After", "1");
                    answer(response, 503, "Too much at once; send it again.");
                }
            }
        } finally {
            room.release(taken.get());
        }
    }

    private static void receive(
            String name, Map<String, String> headers, byte[] body, String address, StaplerResponse2 response)
            throws IOException {
        try {
            switch (JenkinsHost.get().triggers().webhooks().receive(name, headers, body, address)) {
                case ACCEPTED -> answer(response, 202, "accepted");
                case REPEATED -> answer(response, 200, "had it before");
                case REFUSED -> answer(response, 401, "The delivery is not authenticated.");
                case UNREADABLE -> answer(response, 400, "The body is not a JSON object.");
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "A delivery to " + name + " is not taken; its sender has to send it again", e);
            answer(response, 503, "It could not be taken; send it again.");
        }
    }

    /** @param taken how many parts of the room it has taken */
    private Reading read(InputStream in, ByteArrayOutputStream body, AtomicInteger taken) throws IOException {
        byte[] part = new byte[PART];
        long begun = System.nanoTime();
        for (int count = in.read(part); count >= 0; count = in.read(part)) {
            int needed = (body.size() + count + PART - 1) / PART - taken.get();
            if (needed > 0 && !room.tryAcquire(needed)) {
                return Reading.NO_ROOM;
            }
            taken.addAndGet(Math.max(0, needed));
            body.write(part, 0, count);
            if (body.size() > Webhooks.MAX_BODY_BYTES) {
                return Reading.TOO_LARGE;
            }
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
            if (seconds > LONGEST_SECONDS
                    || seconds > GRACE_SECONDS && body.size() < (seconds - GRACE_SECONDS) * LEAST_BYTES_A_SECOND) {
                return Reading.TOO_SLOW;
            }
        }
        return Reading.WHOLE;
    }

    private static void answer(StaplerResponse2 response, int status, String what) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.getOutputStream().write((what + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Deliveries carry no crumb: their signatures are checked instead. Nothing else is excepted. */
    @Extension
    public static final class Crumbs extends CrumbExclusion {
        @Override
        public boolean process(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String path = request.getPathInfo();
            if (path == null
                    || !path.startsWith("/" + URL)
                    || !HOOK.matcher(path.substring(URL.length() + 1)).matches()) {
                return false;
            }
            chain.doFilter(request, response);
            return true;
        }
    }
}
