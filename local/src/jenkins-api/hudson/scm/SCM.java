// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.scm;

@org.kohsuke.stapler.export.ExportedBean
public abstract class SCM implements hudson.model.Describable<hudson.scm.SCM>, hudson.ExtensionPoint {
    public SCM() {}
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public final hudson.scm.RepositoryBrowser<?> getEffectiveBrowser() { throw null; }
    public boolean requiresWorkspaceForPolling() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public hudson.scm.SCMRevisionState calcRevisionsFromBuild(hudson.model.Run<?, ?> p0, hudson.FilePath p1, hudson.Launcher p2, hudson.model.TaskListener p3) throws java.io.IOException, java.lang.InterruptedException { throw null; }
    public hudson.scm.PollingResult compareRemoteRevisionWith(hudson.model.Job<?, ?> p0, hudson.Launcher p1, hudson.FilePath p2, hudson.model.TaskListener p3, hudson.scm.SCMRevisionState p4) throws java.io.IOException, java.lang.InterruptedException { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getKey() { throw null; }
    public void checkout(hudson.model.Run<?, ?> p0, hudson.Launcher p1, hudson.FilePath p2, hudson.model.TaskListener p3, java.io.File p4, hudson.scm.SCMRevisionState p5) throws java.io.IOException, java.lang.InterruptedException { throw null; }
    public void buildEnvironment(hudson.model.Run<?, ?> p0, java.util.Map<java.lang.String, java.lang.String> p1) { throw null; }
    public abstract hudson.scm.ChangeLogParser createChangeLogParser();
    public hudson.scm.SCMDescriptor<?> getDescriptor() { throw null; }
    public static hudson.DescriptorExtensionList<hudson.scm.SCM, hudson.scm.SCMDescriptor<?>> all() { throw null; }
    public static java.util.List<hudson.scm.SCMDescriptor<?>> _for(hudson.model.Job p0) { throw null; }
}
