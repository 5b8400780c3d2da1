// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

@org.kohsuke.stapler.export.ExportedBean(defaultVisibility = 3)
public abstract class ParameterDefinition implements hudson.model.Describable<hudson.model.ParameterDefinition>, hudson.ExtensionPoint, java.io.Serializable {
    protected ParameterDefinition(java.lang.String p0) {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getName() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public hudson.model.ParameterDefinition.ParameterDescriptor getDescriptor() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public hudson.model.ParameterValue getDefaultParameterValue() { throw null; }
    public boolean isValid(hudson.model.ParameterValue p0) { throw null; }

    public abstract static class ParameterDescriptor extends hudson.model.Descriptor<hudson.model.ParameterDefinition> {
        protected ParameterDescriptor() {}
        @edu.umd.cs.findbugs.annotations.NonNull
        public java.lang.String getDisplayName() { throw null; }
    }
}
