package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.trigger.Webhooks;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The body of a delivery while it arrives: no thread waits for it, so that slow senders hold up nobody. It has half a
 * minute, and all bodies that are under way have a share of memory together.
 */
final class DeliveryBody {
    /** How long a body may take to arrive. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    private static final long ALL_BYTES = 6L * Webhooks.MAX_BODY_BYTES;

    private final Request request;
    private final AtomicLong underWay;
    private final Consumer<byte[]> whole;
    private final Consumer<Trouble> trouble;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicBoolean over = new AtomicBoolean();
    private Scheduler.Task deadline;

    /** Why there is no body. */
    enum Trouble {
        TOO_LARGE,
        TOO_SLOW,
        TOO_MUCH_AT_ONCE,
        BROKEN_OFF
    }

    private DeliveryBody(Request request, AtomicLong underWay, Consumer<byte[]> whole, Consumer<Trouble> trouble) {
        this.request = request;
        this.underWay = underWay;
        this.whole = whole;
        this.trouble = trouble;
    }

    /**
     * @param longest how long it may take
     * @param underWay the bytes of all bodies that are under way
     * @param whole is given the body, on a thread that may block
     * @param trouble is told why there is none; exactly one of the two is called, once
     */
    static void read(
            Request request, Duration longest, AtomicLong underWay, Consumer<byte[]> whole, Consumer<Trouble> trouble) {
        if (request.getLength() > Webhooks.MAX_BODY_BYTES) {
            trouble.accept(Trouble.TOO_LARGE);
            return;
        }
        DeliveryBody body = new DeliveryBody(request, underWay, whole, trouble);
        body.deadline = request.getComponents()
                .getScheduler()
                .schedule(
                        () -> body.end(() -> trouble.accept(Trouble.TOO_SLOW)),
                        longest.toMillis(),
                        TimeUnit.MILLISECONDS);
        body.more();
    }

    private void more() {
        while (!over.get()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this::more);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                end(() -> trouble.accept(Trouble.BROKEN_OFF));
                return;
            }
            boolean last = chunk.isLast();
            boolean fits = take(chunk);
            chunk.release();
            if (!fits) {
                return;
            }
            if (last) {
                end(() -> whole.accept(bytes.toByteArray()));
            }
        }
    }

    private boolean take(Content.Chunk chunk) {
        byte[] part = new byte[chunk.remaining()];
        chunk.getByteBuffer().get(part);
        bytes.writeBytes(part);
        long all = underWay.addAndGet(part.length);
        if (bytes.size() > Webhooks.MAX_BODY_BYTES) {
            end(() -> trouble.accept(Trouble.TOO_LARGE));
            return false;
        }
        if (all > ALL_BYTES) {
            end(() -> trouble.accept(Trouble.TOO_MUCH_AT_ONCE));
            return false;
        }
        return true;
    }

    private void end(Runnable then) {
        if (over.compareAndSet(false, true)) {
            deadline.cancel();
            try {
                then.run();
            } finally {
                underWay.addAndGet(-bytes.size());
            }
        }
    }
}
