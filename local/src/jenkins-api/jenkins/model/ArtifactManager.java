// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model;

public abstract class ArtifactManager {
    public ArtifactManager() {}
    public abstract jenkins.util.VirtualFile root();
}
