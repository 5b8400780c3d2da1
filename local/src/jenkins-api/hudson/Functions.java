// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson;

public class Functions {
    public Functions() {}
    public static boolean isArtifactsPermissionEnabled() { throw null; }
}
