// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.eclipse.jgit.transport;

public class RemoteConfig implements java.io.Serializable {
    public RemoteConfig(org.eclipse.jgit.lib.Config p0, java.lang.String p1) throws java.net.URISyntaxException {}
}
