// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson;

public class EnvVars extends java.util.TreeMap<java.lang.String, java.lang.String> {
    public EnvVars() {}
    public hudson.EnvVars overrideAll(java.util.Map<java.lang.String, java.lang.String> p0) { throw null; }
    public hudson.EnvVars overrideExpandingAll(java.util.Map<java.lang.String, java.lang.String> p0) { throw null; }
    public java.lang.String put(java.lang.String p0, java.lang.String p1) { throw null; }
}
