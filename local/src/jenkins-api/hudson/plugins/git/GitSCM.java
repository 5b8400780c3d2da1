// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.plugins.git;

public class GitSCM extends hudson.plugins.git.GitSCMBackwardCompatibility {
    public GitSCM(java.lang.String p0) throws hudson.plugins.git.GitException {}
    public java.util.List<org.eclipse.jgit.transport.RemoteConfig> getRepositories() { throw null; }
    public hudson.scm.SCMRevisionState calcRevisionsFromBuild(hudson.model.Run<?, ?> p0, hudson.FilePath p1, hudson.Launcher p2, hudson.model.TaskListener p3) throws java.io.IOException, java.lang.InterruptedException { throw null; }
    public boolean requiresWorkspaceForPolling() { throw null; }
    public hudson.scm.PollingResult compareRemoteRevisionWith(hudson.model.Job<?, ?> p0, hudson.Launcher p1, hudson.FilePath p2, hudson.model.TaskListener p3, hudson.scm.SCMRevisionState p4) throws java.io.IOException, java.lang.InterruptedException { throw null; }
    public void checkout(hudson.model.Run<?, ?> p0, hudson.Launcher p1, hudson.FilePath p2, hudson.model.TaskListener p3, java.io.File p4, hudson.scm.SCMRevisionState p5) throws java.io.IOException, java.lang.InterruptedException { throw null; }
    public void buildEnvironment(hudson.model.Run<?, ?> p0, java.util.Map<java.lang.String, java.lang.String> p1) { throw null; }
    public hudson.scm.ChangeLogParser createChangeLogParser() { throw null; }
    public java.lang.String getKey() { throw null; }

    public static final class DescriptorImpl extends hudson.scm.SCMDescriptor<hudson.plugins.git.GitSCM> {
        public DescriptorImpl() { super((java.lang.Class<? extends hudson.scm.RepositoryBrowser>) null); }
        public java.lang.String getDisplayName() { throw null; }
        public boolean configure(org.kohsuke.stapler.StaplerRequest2 p0, net.sf.json.JSONObject p1) throws hudson.model.Descriptor.FormException { throw null; }
    }
}
