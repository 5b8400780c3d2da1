// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

@org.kohsuke.stapler.export.ExportedBean
public class CauseAction implements hudson.model.queue.FoldableAction, jenkins.model.RunAction2 {
    public CauseAction(hudson.model.Cause p0) {}
    public CauseAction(java.util.Collection<? extends hudson.model.Cause> p0) {}
    public java.lang.String getDisplayName() { throw null; }
    public java.lang.String getIconFileName() { throw null; }
    public java.lang.String getUrlName() { throw null; }
}
