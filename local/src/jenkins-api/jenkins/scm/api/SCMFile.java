// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.scm.api;

public abstract class SCMFile {
    protected SCMFile() {}
    public final boolean isFile() throws java.io.IOException, java.lang.InterruptedException { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public abstract java.io.InputStream content() throws java.io.IOException, java.lang.InterruptedException;
}
