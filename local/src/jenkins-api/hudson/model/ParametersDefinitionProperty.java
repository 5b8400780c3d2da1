// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

@org.kohsuke.stapler.export.ExportedBean(defaultVisibility = 2)
public class ParametersDefinitionProperty extends jenkins.model.OptionalJobProperty<hudson.model.Job<?, ?>> implements hudson.model.Action {
    public ParametersDefinitionProperty(java.util.List<hudson.model.ParameterDefinition> p0) {}
    public java.util.List<hudson.model.ParameterDefinition> getParameterDefinitions() { throw null; }
    public java.lang.String getDisplayName() { throw null; }
    public java.lang.String getIconFileName() { throw null; }
    public java.lang.String getUrlName() { throw null; }

    public static class DescriptorImpl extends jenkins.model.OptionalJobProperty.OptionalJobPropertyDescriptor {
        public DescriptorImpl() {}
        public hudson.model.ParametersDefinitionProperty newInstance(org.kohsuke.stapler.StaplerRequest2 p0, net.sf.json.JSONObject p1) throws hudson.model.Descriptor.FormException { throw null; }
        @edu.umd.cs.findbugs.annotations.NonNull
        public java.lang.String getDisplayName() { throw null; }
    }
}
