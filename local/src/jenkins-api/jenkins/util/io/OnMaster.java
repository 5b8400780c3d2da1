// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.util.io;

public interface OnMaster {
}
