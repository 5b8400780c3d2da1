// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model.lazy;

public final class BuildReference<R> {
    public BuildReference(java.lang.String p0) {}
}
