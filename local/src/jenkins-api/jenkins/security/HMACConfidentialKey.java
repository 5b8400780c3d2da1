// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.security;

public class HMACConfidentialKey extends jenkins.security.ConfidentialKey {
    public HMACConfidentialKey(java.lang.Class p0, java.lang.String p1, int p2) { super((java.lang.String) null); }
    public java.lang.String mac(java.lang.String p0) { throw null; }
}
