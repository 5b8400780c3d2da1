// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.plugins.git;

public class GitException extends java.lang.RuntimeException {
    public GitException() {}
}
