// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.scm;

public abstract class SCMRevisionState implements hudson.model.Action {
    public static hudson.scm.SCMRevisionState NONE;
    public SCMRevisionState() {}
    public java.lang.String getIconFileName() { throw null; }
    public java.lang.String getDisplayName() { throw null; }
    public java.lang.String getUrlName() { throw null; }
}
