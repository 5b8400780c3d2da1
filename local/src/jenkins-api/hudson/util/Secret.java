// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.util;

public final class Secret implements java.io.Serializable {
    Secret(java.lang.String p0) {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public java.lang.String getPlainText() { throw null; }
}
