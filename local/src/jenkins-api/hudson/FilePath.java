// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson;

public final class FilePath implements org.jenkinsci.remoting.SerializableOnlyOverRemoting {
    public FilePath(hudson.remoting.VirtualChannel p0, java.lang.String p1) {}
    public java.lang.String getRemote() { throw null; }
    public <T> T act(hudson.FilePath.FileCallable<T> p0) throws java.io.IOException, java.lang.InterruptedException { throw null; }
    public void mkdirs() throws java.io.IOException, java.lang.InterruptedException { throw null; }
    public void deleteRecursive() throws java.io.IOException, java.lang.InterruptedException { throw null; }
    public void deleteContents() throws java.io.IOException, java.lang.InterruptedException { throw null; }
    public java.lang.String getName() { throw null; }
    public hudson.FilePath withSuffix(java.lang.String p0) { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public hudson.FilePath child(java.lang.String p0) { throw null; }
    public boolean exists() throws java.io.IOException, java.lang.InterruptedException { throw null; }
    public boolean isDirectory() throws java.io.IOException, java.lang.InterruptedException { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.util.List<hudson.FilePath> list() throws java.io.IOException, java.lang.InterruptedException { throw null; }
    public java.io.InputStream read() throws java.io.IOException, java.lang.InterruptedException { throw null; }
    public hudson.remoting.VirtualChannel getChannel() { throw null; }
    public boolean isDescendant(java.lang.String p0) throws java.io.IOException, java.lang.InterruptedException { throw null; }

    public interface FileCallable<T> extends java.io.Serializable, org.jenkinsci.remoting.RoleSensitive {
        T invoke(java.io.File p0, hudson.remoting.VirtualChannel p1) throws java.io.IOException, java.lang.InterruptedException;
    }
}
