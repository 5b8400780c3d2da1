// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson;

public class AbortException extends java.io.IOException {
    public AbortException(java.lang.String p0) {}
}
