// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model;

public interface ModelObjectWithChildren extends hudson.model.ModelObject {
}
