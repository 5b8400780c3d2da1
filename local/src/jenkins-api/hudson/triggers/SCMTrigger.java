// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.triggers;

public class SCMTrigger extends hudson.triggers.Trigger<hudson.model.Item> {
    public SCMTrigger(java.lang.String p0) {}
    public hudson.triggers.SCMTrigger.DescriptorImpl getDescriptor() { throw null; }

    public static class DescriptorImpl extends hudson.triggers.TriggerDescriptor implements hudson.model.PersistentDescriptor {
        public DescriptorImpl() {}
        @edu.umd.cs.findbugs.annotations.NonNull
        public java.lang.String getDisplayName() { throw null; }
        public boolean configure(org.kohsuke.stapler.StaplerRequest2 p0, net.sf.json.JSONObject p1) throws hudson.model.Descriptor.FormException { throw null; }
    }

    public static class SCMTriggerCause extends hudson.model.Cause {
        @Deprecated
        public SCMTriggerCause() {}
        public java.lang.String getShortDescription() { throw null; }
    }
}
