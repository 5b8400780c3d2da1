// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model;

public abstract class ParameterizedJobMixIn<JobT extends hudson.model.Job<JobT, RunT> & jenkins.model.ParameterizedJobMixIn.ParameterizedJob<JobT, RunT> & hudson.model.Queue.Task, RunT extends hudson.model.Run<JobT, RunT> & hudson.model.Queue.Executable> {
    public ParameterizedJobMixIn() {}
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public final hudson.model.queue.QueueTaskFuture<RunT> scheduleBuild2(int p0, hudson.model.Action... p1) { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public static hudson.model.Queue.Item scheduleBuild2(hudson.model.Job<?, ?> p0, int p1, hudson.model.Action... p2) { throw null; }
    public final hudson.search.SearchIndexBuilder extendSearchIndex(hudson.search.SearchIndexBuilder p0) { throw null; }

    public interface ParameterizedJob<JobT extends hudson.model.Job<JobT, RunT> & jenkins.model.ParameterizedJobMixIn.ParameterizedJob<JobT, RunT> & hudson.model.Queue.Task, RunT extends hudson.model.Run<JobT, RunT> & hudson.model.Queue.Executable> extends hudson.model.BuildableItem, jenkins.triggers.TriggeredItem {
        default jenkins.model.ParameterizedJobMixIn<JobT, RunT> getParameterizedJobMixIn() { throw null; }
        @edu.umd.cs.findbugs.annotations.CheckForNull
        hudson.model.BuildAuthorizationToken getAuthToken();
        default int getQuietPeriod() { throw null; }
        default boolean scheduleBuild(hudson.model.Cause p0) { throw null; }
        default boolean scheduleBuild(int p0, hudson.model.Cause p1) { throw null; }
        @edu.umd.cs.findbugs.annotations.CheckForNull
        default hudson.model.queue.QueueTaskFuture<RunT> scheduleBuild2(int p0, hudson.model.Action... p1) { throw null; }
        default boolean isDisabled() { throw null; }
        default void setDisabled(boolean p0) { throw null; }
        default boolean supportsMakeDisabled() { throw null; }
        default void makeDisabled(boolean p0) throws java.io.IOException { throw null; }
        default RunT createExecutable() throws java.io.IOException { throw null; }
        default boolean isBuildable() { throw null; }
    }
}
