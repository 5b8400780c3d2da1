// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.kohsuke.accmod.restrictions;

public class DoNotUse extends org.kohsuke.accmod.AccessRestriction {
    public DoNotUse() {}
}
