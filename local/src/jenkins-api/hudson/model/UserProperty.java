// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

@org.kohsuke.stapler.export.ExportedBean
public abstract class UserProperty implements hudson.model.ReconfigurableDescribable<hudson.model.UserProperty>, hudson.ExtensionPoint {
    public UserProperty() {}
    public hudson.model.UserPropertyDescriptor getDescriptor() { throw null; }
}
