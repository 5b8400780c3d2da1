// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.util;

public class SystemProperties {
    private SystemProperties() {}
    public static boolean getBoolean(java.lang.String p0) { throw null; }
}
