// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.security;

public abstract class ACL {
    public static final java.lang.String ANONYMOUS_USERNAME = "anonymous";
    public static final java.lang.String SYSTEM_USERNAME = "SYSTEM";
    public static final org.springframework.security.core.Authentication SYSTEM2 = (new org.springframework.security.core.Authentication[1])[0];
    public ACL() {}
    public boolean hasPermission2(org.springframework.security.core.Authentication p0, hudson.security.Permission p1) { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    public static hudson.security.ACLContext as2(org.springframework.security.core.Authentication p0) { throw null; }
    public static boolean isAnonymous2(org.springframework.security.core.Authentication p0) { throw null; }
}
