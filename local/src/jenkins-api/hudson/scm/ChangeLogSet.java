// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.scm;

@org.kohsuke.stapler.export.ExportedBean(defaultVisibility = 999)
public abstract class ChangeLogSet<T extends hudson.scm.ChangeLogSet.Entry> implements java.lang.Iterable<T> {
    @Deprecated
    protected ChangeLogSet(hudson.model.AbstractBuild<?, ?> p0) {}

    @org.kohsuke.stapler.export.ExportedBean(defaultVisibility = 999)
    public abstract static class Entry {
        public Entry() {}
    }
}
