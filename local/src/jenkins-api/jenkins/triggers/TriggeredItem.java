// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.triggers;

public interface TriggeredItem extends hudson.model.Item {
    java.util.Map<hudson.triggers.TriggerDescriptor, hudson.triggers.Trigger<?>> getTriggers();
}
