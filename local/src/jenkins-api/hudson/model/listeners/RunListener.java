// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model.listeners;

public abstract class RunListener<R extends hudson.model.Run> implements hudson.ExtensionPoint {
    protected RunListener() {}
    public void onFinalized(R p0) { throw null; }
    public void onStarted(R p0, hudson.model.TaskListener p1) { throw null; }
    public void onDeleted(R p0) { throw null; }
    public static void fireCompleted(hudson.model.Run p0, hudson.model.TaskListener p1) { throw null; }
    public static void fireStarted(hudson.model.Run p0, hudson.model.TaskListener p1) { throw null; }
}
