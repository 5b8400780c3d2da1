// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public abstract class AbstractProject<P extends hudson.model.AbstractProject<P, R>, R extends hudson.model.AbstractBuild<P, R>> extends hudson.model.Job<P, R> implements hudson.model.BuildableItem, jenkins.model.lazy.LazyBuildMixIn.LazyLoadingJob<P, R>, jenkins.model.ParameterizedJobMixIn.ParameterizedJob<P, R> {
    protected AbstractProject(hudson.model.ItemGroup p0, java.lang.String p1) { super((hudson.model.ItemGroup) null, (java.lang.String) null); }
    public jenkins.model.lazy.LazyBuildMixIn<P, R> getLazyBuildMixIn() { throw null; }
    public void save() throws java.io.IOException { throw null; }
    public void onCreatedFromScratch() { throw null; }
    public void onLoad(hudson.model.ItemGroup<? extends hudson.model.Item> p0, java.lang.String p1) throws java.io.IOException { throw null; }
    public boolean isConcurrentBuild() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public hudson.model.Label getAssignedLabel() { throw null; }
    public java.lang.String getPronoun() { throw null; }
    public int getQuietPeriod() { throw null; }
    public boolean isBuildable() { throw null; }
    public boolean isDisabled() { throw null; }
    public void setDisabled(boolean p0) { throw null; }
    public boolean supportsMakeDisabled() { throw null; }
    public hudson.model.queue.QueueTaskFuture<R> scheduleBuild2(int p0, hudson.model.Action... p1) { throw null; }
    public boolean isInQueue() { throw null; }
    public hudson.model.Queue.Item getQueueItem() { throw null; }
    public hudson.model.BuildAuthorizationToken getAuthToken() { throw null; }
    public hudson.model.RunMap<R> _getRuns() { throw null; }
    public void removeRun(R p0) { throw null; }
    public R getBuildByNumber(int p0) { throw null; }
    public R getFirstBuild() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public R getLastBuild() { throw null; }
    public R getNearestBuild(int p0) { throw null; }
    public R getNearestOldBuild(int p0) { throw null; }
    protected java.util.List<R> getEstimatedDurationCandidates() { throw null; }
    public hudson.model.Node getLastBuiltOn() { throw null; }
    public java.lang.Object getSameNodeConstraint() { throw null; }
    public hudson.model.queue.CauseOfBlockage getCauseOfBlockage() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public R createExecutable() throws java.io.IOException { throw null; }
    public void checkAbortPermission() { throw null; }
    public boolean hasAbortPermission() { throw null; }
    public java.util.Map<hudson.triggers.TriggerDescriptor, hudson.triggers.Trigger<?>> getTriggers() { throw null; }
    protected hudson.search.SearchIndexBuilder makeSearchIndex() { throw null; }
    protected void submit(org.kohsuke.stapler.StaplerRequest2 p0, org.kohsuke.stapler.StaplerResponse2 p1) throws java.io.IOException, jakarta.servlet.ServletException, hudson.model.Descriptor.FormException { throw null; }
}
