// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.slaves;

public final class WorkspaceList {
    public WorkspaceList() {}
    public hudson.slaves.WorkspaceList.Lease allocate(hudson.FilePath p0) throws java.lang.InterruptedException { throw null; }
    public hudson.slaves.WorkspaceList.Lease acquire(hudson.FilePath p0) throws java.lang.InterruptedException { throw null; }

    public abstract static class Lease implements java.io.Closeable {
        public final hudson.FilePath path = (new hudson.FilePath[1])[0];
        protected Lease(hudson.FilePath p0) {}
        public abstract void release();
        public void close() { throw null; }
    }
}
