// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jenkinsci.remoting;

public interface RoleSensitive {
    void checkRoles(org.jenkinsci.remoting.RoleChecker p0) throws java.lang.SecurityException;
}
