// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

@org.kohsuke.stapler.export.ExportedBean
public abstract class Run<JobT extends hudson.model.Job<JobT, RunT>, RunT extends hudson.model.Run<JobT, RunT>> extends hudson.model.Actionable implements hudson.ExtensionPoint, java.lang.Comparable<RunT>, hudson.security.AccessControlled, hudson.model.PersistenceRoot, hudson.model.DescriptorByNameOwner, jenkins.util.io.OnMaster, org.kohsuke.stapler.StaplerProxy, jenkins.model.HistoricalBuild, jenkins.console.WithConsoleUrl {
    protected volatile hudson.model.Result result;
    protected long duration;
    protected java.lang.String charset;
    public static final hudson.util.XStream2 XSTREAM2 = (new hudson.util.XStream2[1])[0];
    public static final hudson.security.Permission ARTIFACTS = (new hudson.security.Permission[1])[0];
    protected Run(JobT p0) throws java.io.IOException {}
    protected Run(JobT p0, java.util.Calendar p1) {}
    protected Run(JobT p0, java.io.File p1) throws java.io.IOException {}
    public void reload() throws java.io.IOException { throw null; }
    public void addAction(hudson.model.Action p0) { throw null; }
    public int compareTo(RunT p0) { throw null; }
    public long getQueueId() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public hudson.model.Result getResult() { throw null; }
    public void setResult(hudson.model.Result p0) { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.util.List<hudson.model.BuildBadgeAction> getBadgeActions() { throw null; }
    public boolean isBuilding() { throw null; }
    public boolean isInProgress() { throw null; }
    public boolean isLogUpdated() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public hudson.model.Executor getExecutor() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.util.List<hudson.model.Cause> getCauses() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public <T extends hudson.model.Cause> T getCause(java.lang.Class<T> p0) { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public JobT getParent() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.util.Calendar getTimestamp() { throw null; }
    public final long getTimeInMillis() { throw null; }
    public final long getStartTimeInMillis() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public java.lang.String getDescription() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getDurationString() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public hudson.model.BallColor getIconColor() { throw null; }
    public boolean hasntStartedYet() { throw null; }
    public java.lang.String getFullDisplayName() { throw null; }
    public java.lang.String getDisplayName() { throw null; }
    public int getNumber() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    protected jenkins.model.lazy.BuildReference<RunT> createReference() { throw null; }
    protected void dropLinks() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public RunT getPreviousBuild() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public RunT getPreviousSuccessfulBuild() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public RunT getNextBuild() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getUrl() { throw null; }
    public java.lang.String getConsoleUrl() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public final java.lang.String getSearchUrl() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.io.File getRootDir() { throw null; }
    public java.util.List<hudson.model.ParameterValue> getParameterValues() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public final jenkins.model.ArtifactManager getArtifactManager() { throw null; }
    @Deprecated
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.io.File getLogFile() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    protected hudson.search.SearchIndexBuilder makeSearchIndex() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public hudson.security.ACL getACL() { throw null; }
    public void delete() throws java.io.IOException { throw null; }
    protected void onStartBuilding() { throw null; }
    protected void onEndBuilding() { throw null; }
    public void save() throws java.io.IOException { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public hudson.EnvVars getEnvironment(hudson.model.TaskListener p0) throws java.io.IOException, java.lang.InterruptedException { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getExternalizableId() { throw null; }
    public java.lang.Object getTarget() { throw null; }
}
