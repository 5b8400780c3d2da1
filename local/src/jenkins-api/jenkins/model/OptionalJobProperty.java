// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model;

public abstract class OptionalJobProperty<J extends hudson.model.Job<?, ?>> extends hudson.model.JobProperty<J> {
    public OptionalJobProperty() {}
    public jenkins.model.OptionalJobProperty.OptionalJobPropertyDescriptor getDescriptor() { throw null; }

    public abstract static class OptionalJobPropertyDescriptor extends hudson.model.JobPropertyDescriptor {
        protected OptionalJobPropertyDescriptor() {}
        public hudson.model.JobProperty<?> newInstance(org.kohsuke.stapler.StaplerRequest2 p0, net.sf.json.JSONObject p1) throws hudson.model.Descriptor.FormException { throw null; }
    }
}
