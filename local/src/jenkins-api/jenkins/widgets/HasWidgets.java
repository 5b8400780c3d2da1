// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.widgets;

public interface HasWidgets {
}
