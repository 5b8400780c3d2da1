// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.util;

public abstract class VirtualFile implements java.lang.Comparable<jenkins.util.VirtualFile>, java.io.Serializable {
    public VirtualFile() {}
    public abstract boolean isDirectory() throws java.io.IOException;
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.util.Collection<java.lang.String> list(java.lang.String p0, java.lang.String p1, boolean p2) throws java.io.IOException { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public abstract jenkins.util.VirtualFile child(java.lang.String p0);
    public abstract java.io.InputStream open() throws java.io.IOException;
    public final int compareTo(jenkins.util.VirtualFile p0) { throw null; }
}
