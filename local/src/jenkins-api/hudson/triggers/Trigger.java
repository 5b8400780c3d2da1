// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.triggers;

public abstract class Trigger<J extends hudson.model.Item> implements hudson.model.Describable<hudson.triggers.Trigger<?>>, hudson.ExtensionPoint {
    protected Trigger() {}
    public hudson.triggers.TriggerDescriptor getDescriptor() { throw null; }
}
