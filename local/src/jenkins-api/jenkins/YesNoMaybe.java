// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins;

public enum YesNoMaybe {
    YES, NO, MAYBE;
}
