// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public abstract class InvisibleAction implements hudson.model.Action {
    public InvisibleAction() {}
    public final java.lang.String getIconFileName() { throw null; }
    public final java.lang.String getDisplayName() { throw null; }
    public java.lang.String getUrlName() { throw null; }
}
