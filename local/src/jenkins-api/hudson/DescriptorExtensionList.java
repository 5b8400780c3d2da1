// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson;

public class DescriptorExtensionList<T extends hudson.model.Describable<T>, D extends hudson.model.Descriptor<T>> extends hudson.ExtensionList<D> {
    @Deprecated
    protected DescriptorExtensionList(hudson.model.Hudson p0, java.lang.Class<T> p1) { super((hudson.model.Hudson) null, (java.lang.Class<D>) null); }
    public boolean add(D p0) { throw null; }
    public boolean remove(java.lang.Object p0) { throw null; }
}
