// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model;

@org.kohsuke.stapler.export.ExportedBean
public class Jenkins extends hudson.model.AbstractCIBase implements jenkins.model.DirectlyModifiableTopLevelItemGroup, org.kohsuke.stapler.StaplerProxy, org.kohsuke.stapler.StaplerFallback, hudson.model.ModifiableViewGroup, hudson.security.AccessControlled, hudson.model.DescriptorByNameOwner, jenkins.model.ModelObjectWithContextMenu, jenkins.model.ModelObjectWithChildren, jenkins.util.io.OnMaster, jenkins.model.Loadable {
    public static final hudson.util.XStream2 XSTREAM2 = (new hudson.util.XStream2[1])[0];
    public static final hudson.security.Permission ADMINISTER = (new hudson.security.Permission[1])[0];
    public static final org.springframework.security.core.Authentication ANONYMOUS2 = (new org.springframework.security.core.Authentication[1])[0];
    protected Jenkins(java.io.File p0, jakarta.servlet.ServletContext p1) throws java.io.IOException, java.lang.InterruptedException, org.jvnet.hudson.reactor.ReactorException {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public static jenkins.model.Jenkins get() throws java.lang.IllegalStateException { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public hudson.model.Descriptor getDescriptorOrDie(java.lang.Class<? extends hudson.model.Describable> p0) { throw null; }
    public <T extends hudson.model.Descriptor> T getDescriptorByType(java.lang.Class<T> p0) { throw null; }
    public hudson.Launcher createLauncher(hudson.model.TaskListener p0) { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getFullName() { throw null; }
    public java.lang.String getFullDisplayName() { throw null; }
    public jenkins.model.Jenkins getItemGroup() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public hudson.model.Label getLabel(java.lang.String p0) { throw null; }
    public java.util.Set<hudson.model.Label> getLabels() { throw null; }
    public java.lang.String getDisplayName() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public hudson.model.Node getNode(java.lang.String p0) { throw null; }
    public hudson.slaves.NodeDescriptor getDescriptor() { throw null; }
    public java.lang.String getSearchUrl() { throw null; }
    public hudson.search.SearchIndexBuilder makeSearchIndex() { throw null; }
    @edu.umd.cs.findbugs.annotations.Nullable
    public java.lang.String getRootUrl() throws java.lang.IllegalStateException { throw null; }
    public java.io.File getRootDir() { throw null; }
    public hudson.FilePath getWorkspaceFor(hudson.model.TopLevelItem p0) { throw null; }
    public hudson.FilePath createPath(java.lang.String p0) { throw null; }
    public hudson.security.SecurityRealm getSecurityRealm() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public <T extends hudson.model.Describable<T>, D extends hudson.model.Descriptor<T>> hudson.DescriptorExtensionList<T, D> getDescriptorList(java.lang.Class<T> p0) { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public hudson.security.ACL getACL() { throw null; }
    public boolean isQuietingDown() { throw null; }
    public hudson.init.InitMilestone getInitLevel() { throw null; }
    public final <T extends hudson.model.Item> T getItem(java.lang.String p0, hudson.model.Item p1, java.lang.Class<T> p2) { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public <T extends hudson.model.Item> T getItemByFullName(java.lang.String p0, java.lang.Class<T> p1) throws org.springframework.security.access.AccessDeniedException { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public hudson.model.Item getItemByFullName(java.lang.String p0) { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public hudson.model.TopLevelItem createProject(hudson.model.TopLevelItemDescriptor p0, java.lang.String p1, boolean p2) throws java.io.IOException { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public hudson.model.labels.LabelAtom getSelfLabel() { throw null; }
    public void load() throws java.io.IOException { throw null; }
    public void save() throws java.io.IOException { throw null; }
    public hudson.model.TopLevelItem doCreateItem(org.kohsuke.stapler.StaplerRequest2 p0, org.kohsuke.stapler.StaplerResponse2 p1) throws java.io.IOException, jakarta.servlet.ServletException { throw null; }
    public static void checkGoodName(java.lang.String p0) throws hudson.model.Failure { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public static org.springframework.security.core.Authentication getAuthentication2() { throw null; }
    public java.lang.Object getTarget() { throw null; }
}
