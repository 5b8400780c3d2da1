// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.security;

public abstract class QueueItemAuthenticatorProvider implements hudson.ExtensionPoint {
    public QueueItemAuthenticatorProvider() {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public abstract java.util.List<jenkins.security.QueueItemAuthenticator> getAuthenticators();
}
