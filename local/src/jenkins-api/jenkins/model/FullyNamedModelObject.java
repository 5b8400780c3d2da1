// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model;

public interface FullyNamedModelObject extends hudson.model.ModelObject {
    java.lang.String getFullDisplayName();
}
