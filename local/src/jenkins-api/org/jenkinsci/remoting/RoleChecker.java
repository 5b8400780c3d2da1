// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jenkinsci.remoting;

public abstract class RoleChecker {
    public RoleChecker() {}
}
