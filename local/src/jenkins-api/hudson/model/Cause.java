// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

@org.kohsuke.stapler.export.ExportedBean
public abstract class Cause {
    public Cause() {}
    public abstract java.lang.String getShortDescription();

    public static class UpstreamCause extends hudson.model.Cause {
        public UpstreamCause(hudson.model.Run<?, ?> p0) {}
        public java.util.List<hudson.model.Cause> getUpstreamCauses() { throw null; }
        public java.lang.String getShortDescription() { throw null; }
    }

    public static class UserIdCause extends hudson.model.Cause {
        public UserIdCause() {}
        public UserIdCause(java.lang.String p0) {}
        @edu.umd.cs.findbugs.annotations.CheckForNull
        public java.lang.String getUserId() { throw null; }
        public java.lang.String getShortDescription() { throw null; }
    }
}
