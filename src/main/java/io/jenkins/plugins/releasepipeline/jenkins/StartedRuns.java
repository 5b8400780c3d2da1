package io.jenkins.plugins.releasepipeline.jenkins;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Actionable;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import hudson.model.queue.QueueListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The actions that wait for runs of other jobs, by the id of the attempt. Thread-safe. */
@Extension
public final class StartedRuns {
    private final Map<String, JobWork> works = new ConcurrentHashMap<>();

    static StartedRuns get() {
        return ExtensionList.lookupSingleton(StartedRuns.class);
    }

    void add(String attempt, JobWork work) {
        works.put(attempt, work);
    }

    void remove(String attempt) {
        works.remove(attempt);
    }

    private static void tell(Actionable of, Consumer<JobWork> news) {
        StartedBy.attempt(of).map(get().works::get).ifPresent(news);
    }

    /** What runs tell of themselves. */
    @Extension
    public static final class Runs extends RunListener<Run<?, ?>> {
        @Override
        public void onStarted(Run<?, ?> run, TaskListener listener) {
            tell(run, work -> work.began(run));
        }

        @Override
        public void onFinalized(@NonNull Run<?, ?> run) {
            tell(run, work -> work.ended(run));
        }

        @Override
        public void onDeleted(Run<?, ?> run) {
            tell(run, JobWork::look);
        }
    }

    /** Somebody took a run out of the queue. */
    @Extension
    public static final class Cancellations extends QueueListener {
        @Override
        public void onLeft(Queue.LeftItem item) {
            if (item.isCancelled()) {
                tell(item, JobWork::cancelled);
            }
        }
    }
}
