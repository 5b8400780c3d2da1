// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model.queue;

public interface FoldableAction extends hudson.model.Action {
}
