// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model.listeners;

public abstract class SCMListener implements hudson.ExtensionPoint {
    public SCMListener() {}
    public void onCheckout(hudson.model.Run<?, ?> p0, hudson.scm.SCM p1, hudson.FilePath p2, hudson.model.TaskListener p3, java.io.File p4, hudson.scm.SCMRevisionState p5) throws java.lang.Exception { throw null; }
    public static java.util.Collection<? extends hudson.model.listeners.SCMListener> all() { throw null; }
}
