// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public interface UnprotectedRootAction extends hudson.model.RootAction, hudson.ExtensionPoint {
}
