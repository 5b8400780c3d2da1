// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.security;

public interface AccessControlled {
    @edu.umd.cs.findbugs.annotations.NonNull
    hudson.security.ACL getACL();
    default void checkPermission(hudson.security.Permission p0) throws org.springframework.security.access.AccessDeniedException { throw null; }
    default boolean hasPermission(hudson.security.Permission p0) { throw null; }
}
