// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model.queue;

public abstract class QueueListener implements hudson.ExtensionPoint {
    public QueueListener() {}
    public void onLeft(hudson.model.Queue.LeftItem p0) { throw null; }
}
