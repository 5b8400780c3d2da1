// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public abstract class AbstractBuild<P extends hudson.model.AbstractProject<P, R>, R extends hudson.model.AbstractBuild<P, R>> extends hudson.model.Run<P, R> implements hudson.model.Queue.Executable, jenkins.model.lazy.LazyBuildMixIn.LazyLoadingRun<P, R>, jenkins.scm.RunWithSCM<P, R> {
    protected AbstractBuild(P p0, java.util.Calendar p1) { super((P) null, (java.util.Calendar) null); }
    public final jenkins.model.lazy.LazyBuildMixIn.RunMixIn<P, R> getRunMixIn() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    protected final jenkins.model.lazy.BuildReference<R> createReference() { throw null; }
    protected final void dropLinks() { throw null; }
    public R getPreviousBuild() { throw null; }
    public R getNextBuild() { throw null; }
    public hudson.model.Queue.Executable getParentExecutable() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public java.util.Set<java.lang.String> getCulpritIds() { throw null; }
    public boolean shouldCalculateCulprits() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.util.List<hudson.scm.ChangeLogSet<? extends hudson.scm.ChangeLogSet.Entry>> getChangeSets() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public hudson.EnvVars getEnvironment(hudson.model.TaskListener p0) throws java.io.IOException, java.lang.InterruptedException { throw null; }
    public void addAction(hudson.model.Action p0) { throw null; }
    public abstract void run();
}
