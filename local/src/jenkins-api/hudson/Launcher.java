// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson;

public abstract class Launcher {
    protected Launcher(hudson.Launcher p0) {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public final hudson.Launcher.ProcStarter launch() { throw null; }
    public abstract void kill(java.util.Map<java.lang.String, java.lang.String> p0) throws java.io.IOException, java.lang.InterruptedException;
    @edu.umd.cs.findbugs.annotations.NonNull
    public final hudson.Launcher decorateByEnv(hudson.EnvVars p0) { throw null; }

    public final class ProcStarter {
        public ProcStarter() {}
        public hudson.Launcher.ProcStarter cmds(java.lang.String... p0) { throw null; }
        public hudson.Launcher.ProcStarter quiet(boolean p0) { throw null; }
        public hudson.Launcher.ProcStarter pwd(hudson.FilePath p0) { throw null; }
        public hudson.Launcher.ProcStarter stdout(java.io.OutputStream p0) { throw null; }
        public int join() throws java.io.IOException, java.lang.InterruptedException { throw null; }
    }
}
