// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.kohsuke.accmod.restrictions;

public class NoExternalUse extends org.kohsuke.accmod.restrictions.DoNotUse {
    public NoExternalUse() {}
}
