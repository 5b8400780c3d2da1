// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.security;

public final class PermissionScope {
    public static final hudson.security.PermissionScope ITEM = (new hudson.security.PermissionScope[1])[0];
    public PermissionScope(java.lang.Class<? extends hudson.model.ModelObject> p0, hudson.security.PermissionScope... p1) {}
}
