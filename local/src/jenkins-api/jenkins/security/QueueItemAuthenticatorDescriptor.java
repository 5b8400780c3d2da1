// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.security;

public abstract class QueueItemAuthenticatorDescriptor extends hudson.model.Descriptor<jenkins.security.QueueItemAuthenticator> {
    public QueueItemAuthenticatorDescriptor() {}
}
