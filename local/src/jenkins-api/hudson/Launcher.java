// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson;

public abstract class Launcher {
    protected Launcher(hudson.Launcher p0) {}
    public abstract void kill(java.util.Map<java.lang.String, java.lang.String> p0) throws java.io.IOException, java.lang.InterruptedException;
    @edu.umd.cs.findbugs.annotations.NonNull
    public final hudson.Launcher decorateByEnv(hudson.EnvVars p0) { throw null; }
}
