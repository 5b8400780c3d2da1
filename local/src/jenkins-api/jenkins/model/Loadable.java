// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model;

public interface Loadable {
    void load() throws java.io.IOException;
}
