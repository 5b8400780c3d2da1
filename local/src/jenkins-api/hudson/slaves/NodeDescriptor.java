// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.slaves;

public abstract class NodeDescriptor extends hudson.model.Descriptor<hudson.model.Node> {
    protected NodeDescriptor() {}
}
