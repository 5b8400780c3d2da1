// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model;

public abstract class IdStrategyDescriptor extends hudson.model.Descriptor<jenkins.model.IdStrategy> {
    public IdStrategyDescriptor() {}
}
