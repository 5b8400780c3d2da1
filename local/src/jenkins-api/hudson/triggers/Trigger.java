// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.triggers;

public abstract class Trigger<J extends hudson.model.Item> implements hudson.model.Describable<hudson.triggers.Trigger<?>>, hudson.ExtensionPoint {
    protected Trigger() {}
    public void start(J p0, boolean p1) { throw null; }
    public void stop() { throw null; }
    public hudson.triggers.TriggerDescriptor getDescriptor() { throw null; }
    public static java.util.List<hudson.triggers.TriggerDescriptor> for_(hudson.model.Item p0) { throw null; }
}
