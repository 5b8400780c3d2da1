// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model.lazy;

public abstract class AbstractLazyLoadRunMap<R> extends java.util.AbstractMap<java.lang.Integer, R> implements java.util.SortedMap<java.lang.Integer, R> {
    protected AbstractLazyLoadRunMap() {}
    public java.util.Set<java.lang.Integer> keySet() { throw null; }
    public java.util.Collection<R> values() { throw null; }
    public java.util.Set<java.util.Map.Entry<java.lang.Integer, R>> entrySet() { throw null; }
    public java.util.Comparator<? super java.lang.Integer> comparator() { throw null; }
    public boolean isEmpty() { throw null; }
    public boolean containsKey(java.lang.Object p0) { throw null; }
    public boolean containsValue(java.lang.Object p0) { throw null; }
    public java.util.SortedMap<java.lang.Integer, R> subMap(java.lang.Integer p0, java.lang.Integer p1) { throw null; }
    public java.util.SortedMap<java.lang.Integer, R> headMap(java.lang.Integer p0) { throw null; }
    public java.util.SortedMap<java.lang.Integer, R> tailMap(java.lang.Integer p0) { throw null; }
    public java.lang.Integer firstKey() { throw null; }
    public java.lang.Integer lastKey() { throw null; }
    public R get(java.lang.Object p0) { throw null; }
    public R put(java.lang.Integer p0, R p1) { throw null; }
    public void putAll(java.util.Map<? extends java.lang.Integer, ? extends R> p0) { throw null; }
    public R remove(java.lang.Object p0) { throw null; }
    public int hashCode() { throw null; }
    public boolean equals(java.lang.Object p0) { throw null; }
}
