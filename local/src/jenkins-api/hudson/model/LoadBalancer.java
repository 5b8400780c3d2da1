// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public abstract class LoadBalancer implements hudson.ExtensionPoint {
    public LoadBalancer() {}
}
