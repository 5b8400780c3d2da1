// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public abstract class UserPropertyDescriptor extends hudson.model.Descriptor<hudson.model.UserProperty> {
    protected UserPropertyDescriptor() {}
}
