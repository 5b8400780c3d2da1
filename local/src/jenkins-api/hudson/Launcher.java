// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson;

public abstract class Launcher {
    protected Launcher(hudson.Launcher p0) {}
}
