// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.security;

public final class Permission {
    @Deprecated
    public Permission(hudson.security.PermissionGroup p0, java.lang.String p1, hudson.security.Permission p2) {}
}
