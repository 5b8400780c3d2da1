// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model.labels;

public interface LabelAssignmentAction extends hudson.model.Action {
}
