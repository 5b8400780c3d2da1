// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model.queue;

public abstract class QueueTaskDispatcher implements hudson.ExtensionPoint {
    public QueueTaskDispatcher() {}
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public hudson.model.queue.CauseOfBlockage canTake(hudson.model.Node p0, hudson.model.Queue.BuildableItem p1) { throw null; }
}
