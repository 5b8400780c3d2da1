// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model;

@org.kohsuke.stapler.export.ExportedBean
public abstract class CauseOfInterruption implements java.io.Serializable {
    public CauseOfInterruption() {}
    public abstract java.lang.String getShortDescription();

    public static final class UserInterruption extends jenkins.model.CauseOfInterruption {
        public UserInterruption(hudson.model.User p0) {}
        public UserInterruption(java.lang.String p0) {}
        @edu.umd.cs.findbugs.annotations.NonNull
        public java.lang.String getUserId() { throw null; }
        public java.lang.String getShortDescription() { throw null; }
    }
}
