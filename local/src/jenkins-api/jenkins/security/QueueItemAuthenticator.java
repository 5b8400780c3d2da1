// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.security;

public abstract class QueueItemAuthenticator implements hudson.model.Describable<jenkins.security.QueueItemAuthenticator>, hudson.ExtensionPoint {
    public QueueItemAuthenticator() {}
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public org.springframework.security.core.Authentication authenticate2(hudson.model.Queue.Task p0) { throw null; }
    public jenkins.security.QueueItemAuthenticatorDescriptor getDescriptor() { throw null; }
}
