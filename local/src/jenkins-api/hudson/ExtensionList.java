// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson;

public class ExtensionList<T> extends java.util.AbstractList<T> implements jenkins.util.io.OnMaster {
    @Deprecated
    protected ExtensionList(hudson.model.Hudson p0, java.lang.Class<T> p1) {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public <U extends T> U getInstance(java.lang.Class<U> p0) throws java.lang.IllegalStateException { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.util.Iterator<T> iterator() { throw null; }
    public T get(int p0) { throw null; }
    public int size() { throw null; }
    public boolean remove(java.lang.Object p0) { throw null; }
    public boolean removeAll(java.util.Collection<?> p0) { throw null; }
    public final T remove(int p0) { throw null; }
    @Deprecated
    public boolean add(T p0) { throw null; }
    public void add(int p0, T p1) { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public static <T> hudson.ExtensionList<T> lookup(java.lang.Class<T> p0) { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public static <U> U lookupSingleton(java.lang.Class<U> p0) { throw null; }
}
