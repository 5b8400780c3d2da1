// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.eclipse.jgit.lib;

public class Config {
    public Config() {}
}
