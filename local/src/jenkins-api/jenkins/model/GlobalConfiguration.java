// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model;

public abstract class GlobalConfiguration extends hudson.model.Descriptor<jenkins.model.GlobalConfiguration> implements hudson.ExtensionPoint, hudson.model.Describable<jenkins.model.GlobalConfiguration> {
    protected GlobalConfiguration() {}
    public final hudson.model.Descriptor<jenkins.model.GlobalConfiguration> getDescriptor() { throw null; }
    public boolean configure(org.kohsuke.stapler.StaplerRequest2 p0, net.sf.json.JSONObject p1) throws hudson.model.Descriptor.FormException { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public static hudson.ExtensionList<jenkins.model.GlobalConfiguration> all() { throw null; }
}
