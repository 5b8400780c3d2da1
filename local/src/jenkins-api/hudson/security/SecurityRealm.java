// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.security;

public abstract class SecurityRealm implements hudson.model.Describable<hudson.security.SecurityRealm>, hudson.ExtensionPoint {
    public SecurityRealm() {}
    public jenkins.model.IdStrategy getUserIdStrategy() { throw null; }
    public jenkins.model.IdStrategy getGroupIdStrategy() { throw null; }
    public hudson.model.Descriptor<hudson.security.SecurityRealm> getDescriptor() { throw null; }
}
