// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public final class RunMap<R extends hudson.model.Run<?, R>> extends jenkins.model.lazy.AbstractLazyLoadRunMap<R> implements java.lang.Iterable<R> {
    @Deprecated
    public RunMap() {}
    public java.util.Iterator<R> iterator() { throw null; }
}
