// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

@org.kohsuke.stapler.export.ExportedBean
public class Executor extends java.lang.Thread implements hudson.model.ModelObject, jenkins.model.IExecutor {
    public Executor(hudson.model.Computer p0, int p1) {}
    public void interrupt(hudson.model.Result p0, jenkins.model.CauseOfInterruption... p1) { throw null; }
    public void run() { throw null; }
    public java.lang.String getDisplayName() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public hudson.model.Computer getOwner() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public static hudson.model.Executor currentExecutor() { throw null; }
}
