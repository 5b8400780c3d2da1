// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.util;

public class DescribableList<T extends hudson.model.Describable<T>, D extends hudson.model.Descriptor<T>> extends hudson.util.PersistedList<T> {
    public DescribableList(hudson.model.Saveable p0) {}
    public T get(D p0) { throw null; }
    public java.util.Map<D, T> toMap() { throw null; }
    public void rebuild(org.kohsuke.stapler.StaplerRequest2 p0, net.sf.json.JSONObject p1, java.util.List<? extends hudson.model.Descriptor<T>> p2) throws hudson.model.Descriptor.FormException, java.io.IOException { throw null; }
    public <U extends T> U get(java.lang.Class<U> p0) { throw null; }
}
