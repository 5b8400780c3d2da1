// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson;

public class Util {
    public Util() {}
    public static void deleteFile(java.io.File p0) throws java.io.IOException { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public static java.lang.String fixNull(java.lang.String p0) { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public static java.lang.String fixEmptyAndTrim(java.lang.String p0) { throw null; }
}
