// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

@org.kohsuke.stapler.export.ExportedBean
public abstract class AbstractItem extends hudson.model.Actionable implements jenkins.model.Loadable, hudson.model.Item, org.kohsuke.stapler.HttpDeletable, hudson.security.AccessControlled, hudson.model.DescriptorByNameOwner, org.kohsuke.stapler.StaplerProxy {
    protected AbstractItem(hudson.model.ItemGroup p0, java.lang.String p1) {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getName() { throw null; }
    public java.lang.String getPronoun() { throw null; }
    public java.lang.String getDisplayName() { throw null; }
    public java.io.File getRootDir() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public hudson.model.ItemGroup getParent() { throw null; }
    public abstract java.util.Collection<? extends hudson.model.Job> getAllJobs();
    @edu.umd.cs.findbugs.annotations.NonNull
    public final java.lang.String getFullName() { throw null; }
    public final java.lang.String getFullDisplayName() { throw null; }
    public java.lang.String getRelativeDisplayNameFrom(hudson.model.ItemGroup p0) { throw null; }
    public void onLoad(hudson.model.ItemGroup<? extends hudson.model.Item> p0, java.lang.String p1) throws java.io.IOException { throw null; }
    public void onCopiedFrom(hudson.model.Item p0) { throw null; }
    public final java.lang.String getUrl() { throw null; }
    public java.lang.String getShortUrl() { throw null; }
    public java.lang.String getSearchUrl() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public hudson.security.ACL getACL() { throw null; }
    public void save() throws java.io.IOException { throw null; }
    public void delete() throws java.io.IOException, java.lang.InterruptedException { throw null; }
    public void load() throws java.io.IOException { throw null; }
    public java.lang.String getSearchName() { throw null; }
    public java.lang.Object getTarget() { throw null; }
}
