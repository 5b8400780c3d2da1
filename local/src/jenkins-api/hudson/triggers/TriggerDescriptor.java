// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.triggers;

public abstract class TriggerDescriptor extends hudson.model.Descriptor<hudson.triggers.Trigger<?>> {
    protected TriggerDescriptor() {}
}
