// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public abstract class AbstractCIBase extends hudson.model.Node implements hudson.model.ItemGroup<hudson.model.TopLevelItem>, org.kohsuke.stapler.StaplerProxy, org.kohsuke.stapler.StaplerFallback, hudson.model.ViewGroup, hudson.security.AccessControlled, hudson.model.DescriptorByNameOwner {
    public AbstractCIBase() {}
    @Deprecated
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getNodeName() { throw null; }
}
