// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

@java.lang.Deprecated
public final class BuildAuthorizationToken {
    @Deprecated
    public BuildAuthorizationToken(java.lang.String p0) {}
}
