// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.security;

public final class Permission {
    public final hudson.security.PermissionGroup group = (new hudson.security.PermissionGroup[1])[0];
    public final java.lang.String name = (new java.lang.String[1])[0];
    public Permission(hudson.security.PermissionGroup p0, java.lang.String p1, org.jvnet.localizer.Localizable p2, hudson.security.Permission p3, hudson.security.PermissionScope p4) {}
}
