// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public abstract class Job<JobT extends hudson.model.Job<JobT, RunT>, RunT extends hudson.model.Run<JobT, RunT>> extends hudson.model.AbstractItem implements hudson.ExtensionPoint, org.kohsuke.stapler.StaplerOverridable, jenkins.model.ModelObjectWithChildren, jenkins.widgets.HasWidgets {
    protected Job(hudson.model.ItemGroup p0, java.lang.String p1) { super((hudson.model.ItemGroup) null, (java.lang.String) null); }
    public void save() throws java.io.IOException { throw null; }
    public void onLoad(hudson.model.ItemGroup<? extends hudson.model.Item> p0, java.lang.String p1) throws java.io.IOException { throw null; }
    public void onCopiedFrom(hudson.model.Item p0) { throw null; }
    public boolean isInQueue() { throw null; }
    public hudson.model.Queue.Item getQueueItem() { throw null; }
    public java.lang.String getPronoun() { throw null; }
    public int getNextBuildNumber() { throw null; }
    protected hudson.search.SearchIndexBuilder makeSearchIndex() { throw null; }
    public java.util.Collection<? extends hudson.model.Job> getAllJobs() { throw null; }
    public <T extends hudson.model.JobProperty> T getProperty(java.lang.Class<T> p0) { throw null; }
    public java.util.Collection<?> getOverrides() { throw null; }
    public void delete() throws java.io.IOException, java.lang.InterruptedException { throw null; }
    public abstract boolean isBuildable();
    public hudson.util.RunList<RunT> getBuilds() { throw null; }
    public RunT getBuildByNumber(int p0) { throw null; }
    public RunT getNearestBuild(int p0) { throw null; }
    public RunT getNearestOldBuild(int p0) { throw null; }
    protected abstract java.util.SortedMap<java.lang.Integer, ? extends RunT> _getRuns();
    protected abstract void removeRun(RunT p0);
    public RunT getLastBuild() { throw null; }
    public RunT getFirstBuild() { throw null; }
    protected java.util.List<RunT> getEstimatedDurationCandidates() { throw null; }
    protected void submit(org.kohsuke.stapler.StaplerRequest2 p0, org.kohsuke.stapler.StaplerResponse2 p1) throws java.io.IOException, jakarta.servlet.ServletException, hudson.model.Descriptor.FormException { throw null; }
    public hudson.security.ACL getACL() { throw null; }
}
