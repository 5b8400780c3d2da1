// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model.queue;

public final class WorkUnitContext {
    public WorkUnitContext(hudson.model.Queue.BuildableItem p0) {}
}
