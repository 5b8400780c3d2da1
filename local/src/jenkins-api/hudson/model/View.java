// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

@org.kohsuke.stapler.export.ExportedBean
public abstract class View extends hudson.model.AbstractModelObject implements hudson.security.AccessControlled, hudson.model.Describable<hudson.model.View>, hudson.ExtensionPoint, hudson.model.Saveable, jenkins.model.ModelObjectWithChildren, hudson.model.DescriptorByNameOwner, jenkins.widgets.HasWidgets {
    public static final hudson.security.Permission READ = (new hudson.security.Permission[1])[0];
    protected View(java.lang.String p0) {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public abstract java.util.Collection<hudson.model.TopLevelItem> getItems();
    public abstract boolean contains(hudson.model.TopLevelItem p0);
    public hudson.model.ViewGroup getOwner() { throw null; }
    public void save() throws java.io.IOException { throw null; }
    public hudson.model.ViewDescriptor getDescriptor() { throw null; }
    public java.lang.String getDisplayName() { throw null; }
    public java.lang.String getSearchUrl() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public hudson.security.ACL getACL() { throw null; }
    public hudson.search.SearchIndexBuilder makeSearchIndex() { throw null; }
    protected void submit(org.kohsuke.stapler.StaplerRequest2 p0) throws java.io.IOException, jakarta.servlet.ServletException, hudson.model.Descriptor.FormException { throw null; }
    public hudson.model.Item doCreateItem(org.kohsuke.stapler.StaplerRequest2 p0, org.kohsuke.stapler.StaplerResponse2 p1) throws java.io.IOException, jakarta.servlet.ServletException { throw null; }
}
