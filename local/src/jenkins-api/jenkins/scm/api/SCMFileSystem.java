// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.scm.api;

public abstract class SCMFileSystem implements java.io.Closeable {
    protected SCMFileSystem(jenkins.scm.api.SCMRevision p0) {}
    public void close() throws java.io.IOException { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public final jenkins.scm.api.SCMFile child(java.lang.String p0) { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public static jenkins.scm.api.SCMFileSystem of(hudson.model.Item p0, hudson.scm.SCM p1) throws java.io.IOException, java.lang.InterruptedException { throw null; }
}
