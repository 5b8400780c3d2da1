// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.util;

public class RunList<R extends hudson.model.Run> extends java.util.AbstractList<R> {
    public RunList() {}
    public java.util.Iterator<R> iterator() { throw null; }
    @Deprecated
    public int size() { throw null; }
    @Deprecated
    public R get(int p0) { throw null; }
    public java.util.List<R> subList(int p0, int p1) { throw null; }
    public int indexOf(java.lang.Object p0) { throw null; }
    public int lastIndexOf(java.lang.Object p0) { throw null; }
    public boolean isEmpty() { throw null; }
}
