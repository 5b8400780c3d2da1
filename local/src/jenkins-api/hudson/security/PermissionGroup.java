// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.security;

public final class PermissionGroup implements java.lang.Iterable<hudson.security.Permission>, java.lang.Comparable<hudson.security.PermissionGroup> {
    public final org.jvnet.localizer.Localizable title = (new org.jvnet.localizer.Localizable[1])[0];
    public PermissionGroup(java.lang.Class p0, org.jvnet.localizer.Localizable p1) throws java.lang.IllegalStateException {}
    public java.util.Iterator<hudson.security.Permission> iterator() { throw null; }
    public int compareTo(hudson.security.PermissionGroup p0) { throw null; }
}
