// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

@org.kohsuke.stapler.export.ExportedBean
public class Queue extends hudson.model.ResourceController implements hudson.model.Saveable {
    public Queue(hudson.model.LoadBalancer p0) {}
    public void save() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public hudson.model.queue.ScheduleResult schedule2(hudson.model.Queue.Task p0, int p1, hudson.model.Action... p2) { throw null; }
    public boolean cancel(hudson.model.Queue.Task p0) { throw null; }
    public boolean cancel(hudson.model.Queue.Item p0) { throw null; }
    public hudson.model.Queue.Item[] getItems() { throw null; }
    public hudson.model.Queue.Item getItem(hudson.model.Queue.Task p0) { throw null; }
    public boolean contains(hudson.model.Queue.Task p0) { throw null; }
    public static hudson.model.Queue getInstance() { throw null; }

    public static final class BuildableItem extends hudson.model.Queue.NotWaitingItem {
        public BuildableItem(hudson.model.Queue.WaitingItem p0) { super((hudson.model.Queue.WaitingItem) null); }
    }

    public interface Executable extends java.lang.Runnable, jenkins.console.WithConsoleUrl {
        @edu.umd.cs.findbugs.annotations.NonNull
        hudson.model.queue.SubTask getParent();
        @edu.umd.cs.findbugs.annotations.CheckForNull
        default hudson.model.Queue.Executable getParentExecutable() { throw null; }
        void run() throws jenkins.model.queue.AsynchronousExecution;
        default long getEstimatedDuration() { throw null; }
        default java.lang.String getConsoleUrl() { throw null; }
        java.lang.String toString();
    }

    public interface FlyweightTask extends hudson.model.Queue.Task {
    }

    @org.kohsuke.stapler.export.ExportedBean(defaultVisibility = 999)
    public abstract static class Item extends hudson.model.Actionable implements jenkins.model.queue.QueueItem {
        public final hudson.model.Queue.Task task = (new hudson.model.Queue.Task[1])[0];
        protected Item(hudson.model.Queue.Item p0) {}
        @edu.umd.cs.findbugs.annotations.NonNull
        public org.springframework.security.core.Authentication authenticate2() { throw null; }
        public final java.lang.String getWhy() { throw null; }
        public java.lang.String getSearchUrl() { throw null; }
    }

    public static final class LeftItem extends hudson.model.Queue.Item {
        public LeftItem(hudson.model.queue.WorkUnitContext p0) { super((hudson.model.Queue.Item) null); }
        public boolean isCancelled() { throw null; }
    }

    public abstract static class NotWaitingItem extends hudson.model.Queue.Item {
        protected NotWaitingItem(hudson.model.Queue.WaitingItem p0) { super((hudson.model.Queue.Item) null); }
    }

    public interface QueueAction extends hudson.model.Action {
        boolean shouldSchedule(java.util.List<hudson.model.Action> p0);
    }

    public interface Task extends jenkins.model.FullyNamedModelObject, hudson.model.queue.SubTask {
        @edu.umd.cs.findbugs.annotations.CheckForNull
        default hudson.model.queue.CauseOfBlockage getCauseOfBlockage() { throw null; }
        java.lang.String getName();
        default void checkAbortPermission() { throw null; }
        java.lang.String getUrl();
        default boolean isConcurrentBuild() { throw null; }
        @edu.umd.cs.findbugs.annotations.NonNull
        default org.springframework.security.core.Authentication getDefaultAuthentication2() { throw null; }
        @edu.umd.cs.findbugs.annotations.NonNull
        default org.springframework.security.core.Authentication getDefaultAuthentication2(hudson.model.Queue.Item p0) { throw null; }
    }

    public interface TransientTask extends hudson.model.Queue.Task {
    }

    public static final class WaitingItem extends hudson.model.Queue.Item implements java.lang.Comparable<hudson.model.Queue.WaitingItem> {
        public WaitingItem(java.util.Calendar p0, hudson.model.Queue.Task p1, java.util.List<hudson.model.Action> p2) { super((hudson.model.Queue.Item) null); }
        public int compareTo(hudson.model.Queue.WaitingItem p0) { throw null; }
    }
}
