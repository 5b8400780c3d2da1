// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.security;

public abstract class ConfidentialKey {
    protected ConfidentialKey(java.lang.String p0) {}
}
