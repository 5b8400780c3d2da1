// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

@org.kohsuke.stapler.export.ExportedBean
public class User extends hudson.model.AbstractModelObject implements hudson.security.AccessControlled, hudson.model.DescriptorByNameOwner, jenkins.model.Loadable, hudson.model.Saveable, java.lang.Comparable<hudson.model.User>, jenkins.model.ModelObjectWithContextMenu, org.kohsuke.stapler.StaplerProxy {
    private User() {}
    public void load() { throw null; }
    public int compareTo(hudson.model.User p0) { throw null; }
    public java.lang.String getId() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getSearchUrl() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getFullName() { throw null; }
    public <T extends hudson.model.UserProperty> T getProperty(java.lang.Class<T> p0) { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public org.springframework.security.core.Authentication impersonate2() throws org.springframework.security.core.userdetails.UsernameNotFoundException { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public static hudson.model.User getUnknown() { throw null; }
    @edu.umd.cs.findbugs.annotations.Nullable
    public static hudson.model.User getById(java.lang.String p0, boolean p1) { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getDisplayName() { throw null; }
    public void save() throws java.io.IOException { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public hudson.security.ACL getACL() { throw null; }
    public java.lang.Object getTarget() { throw null; }
}
