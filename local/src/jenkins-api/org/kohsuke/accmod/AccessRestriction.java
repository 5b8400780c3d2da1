// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.kohsuke.accmod;

public abstract class AccessRestriction {
    public AccessRestriction() {}
}
