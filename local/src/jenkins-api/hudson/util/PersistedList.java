// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.util;

public class PersistedList<T> extends java.util.AbstractList<T> {
    protected PersistedList() {}
    public void setOwner(hudson.model.Saveable p0) { throw null; }
    public boolean add(T p0) { throw null; }
    public boolean addAll(java.util.Collection<? extends T> p0) { throw null; }
    public T get(int p0) { throw null; }
    public int size() { throw null; }
    public boolean remove(java.lang.Object p0) { throw null; }
    public void clear() { throw null; }
    public java.util.Iterator<T> iterator() { throw null; }
    public <X> X[] toArray(X[] p0) { throw null; }
    public boolean isEmpty() { throw null; }
    public boolean contains(java.lang.Object p0) { throw null; }
}
