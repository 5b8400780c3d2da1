package io.jenkins.plugins.releasepipeline.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The threads and timers of one process life, without a thread: what is to be run waits until {@link #run} chooses it. A
 * process that has ended runs nothing more, whoever still hands it a task.
 */
final class SimulatedThreads {
    private final VirtualClock clock;
    private final List<Runnable> ready = new ArrayList<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private long counter;
    private boolean ended;

    SimulatedThreads(VirtualClock clock) {
        this.clock = clock;
    }

    ExecutorService executor() {
        return new Executor();
    }

    ScheduledExecutorService timers() {
        return new Timers();
    }

    /** How many tasks could run now. */
    int ready() {
        return ready.size();
    }

    /** Runs one of the tasks that could run now. */
    void run(int index) {
        ready.remove(index).run();
    }

    /** Makes the tasks ready whose time has come. */
    void wake() {
        while (!timers.isEmpty() && !timers.peek().due.isAfter(clock.instant())) {
            Timer timer = timers.poll();
            if (!timer.cancelled) {
                ready.add(timer);
            }
        }
    }

    /** When the next timer is due. */
    Optional<Instant> nextTimer() {
        while (!timers.isEmpty() && timers.peek().cancelled) {
            timers.poll();
        }
        return Optional.ofNullable(timers.peek()).map(timer -> timer.due);
    }

    /** The process is gone, with all it was about to do. */
    void end() {
        ended = true;
        ready.clear();
        timers.clear();
    }

    private void add(Runnable task) {
        if (!ended) {
            ready.add(task);
        }
    }

    private class Executor extends AbstractExecutorService {
        @Override
        public void execute(Runnable task) {
            add(task);
        }

        @Override
        public void shutdown() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Runnable> shutdownNow() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }
    }

    private final class Timers extends Executor implements ScheduledExecutorService {
        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            return arm(new Timer(command, Optional.empty()), Duration.ofNanos(unit.toNanos(delay)));
        }

        @Override
        public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initial, long period, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initial, long delay, TimeUnit unit) {
            return arm(
                    new Timer(command, Optional.of(Duration.ofNanos(unit.toNanos(delay)))),
                    Duration.ofNanos(unit.toNanos(initial)));
        }
    }

    private Timer arm(Timer timer, Duration delay) {
        if (!ended) {
            timer.due = clock.instant().plus(delay.isNegative() ? Duration.ZERO : delay);
            timer.order = counter++;
            timers.add(timer);
        }
        return timer;
    }

    /** A task for later, and again and again when it has a period. */
    private final class Timer implements Runnable, ScheduledFuture<Object> {
        private final Runnable command;
        private final Optional<Duration> period;
        private Instant due;
        private long order;
        private boolean cancelled;

        Timer(Runnable command, Optional<Duration> period) {
            this.command = command;
            this.period = period;
        }

        @Override
        public void run() {
            if (!cancelled) {
                command.run();
                period.ifPresent(delay -> arm(this, delay));
            }
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(Duration.between(clock.instant(), due));
        }

        @Override
        public int compareTo(Delayed other) {
            Timer that = (Timer) other;
            int byTime = due.compareTo(that.due);
            return byTime != 0 ? byTime : Long.compare(order, that.order);
        }

        @Override
        public boolean cancel(boolean interrupt) {
            cancelled = true;
            return true;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }

        @Override
        public boolean isDone() {
            return cancelled;
        }

        @Override
        public Object get() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object get(long timeout, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }
    }
}
