// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public abstract class Descriptor<T extends hudson.model.Describable<T>> implements jenkins.model.Loadable, hudson.model.Saveable, jenkins.util.io.OnMaster {
    public final transient java.lang.Class<? extends T> clazz = (new java.lang.Class[1])[0];
    protected Descriptor() {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getDisplayName() { throw null; }
    public java.lang.String getId() { throw null; }
    public T newInstance(org.kohsuke.stapler.StaplerRequest2 p0, net.sf.json.JSONObject p1) throws hudson.model.Descriptor.FormException { throw null; }
    public boolean configure(org.kohsuke.stapler.StaplerRequest2 p0, net.sf.json.JSONObject p1) throws hudson.model.Descriptor.FormException { throw null; }
    public void save() { throw null; }
    public void load() { throw null; }
    public static <T extends hudson.model.Describable<T>> java.util.List<T> newInstancesFromHeteroList(org.kohsuke.stapler.StaplerRequest2 p0, net.sf.json.JSONObject p1, java.lang.String p2, java.util.Collection<? extends hudson.model.Descriptor<T>> p3) throws hudson.model.Descriptor.FormException { throw null; }

    public static final class FormException extends java.lang.Exception implements org.kohsuke.stapler.HttpResponse {
        public FormException(java.lang.String p0, java.lang.String p1) {}
        public FormException(java.lang.String p0, java.lang.Throwable p1, java.lang.String p2) {}
        public void generateResponse(org.kohsuke.stapler.StaplerRequest2 p0, org.kohsuke.stapler.StaplerResponse2 p1, java.lang.Object p2) throws java.io.IOException, jakarta.servlet.ServletException { throw null; }
    }
}
