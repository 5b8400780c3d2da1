// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.scm;

@org.kohsuke.stapler.export.ExportedBean(defaultVisibility = 999)
public abstract class ChangeLogSet<T extends hudson.scm.ChangeLogSet.Entry> implements java.lang.Iterable<T> {
    protected ChangeLogSet(hudson.model.Run<?, ?> p0, hudson.scm.RepositoryBrowser<?> p1) {}
    public abstract boolean isEmptySet();
    public java.lang.String getKind() { throw null; }

    @org.kohsuke.stapler.export.ExportedBean(defaultVisibility = 999)
    public abstract static class Entry {
        public Entry() {}
        protected void setParent(hudson.scm.ChangeLogSet p0) { throw null; }
        public java.lang.String getCommitId() { throw null; }
        public long getTimestamp() { throw null; }
        public abstract java.lang.String getMsg();
        public abstract hudson.model.User getAuthor();
        public abstract java.util.Collection<java.lang.String> getAffectedPaths();
    }
}
