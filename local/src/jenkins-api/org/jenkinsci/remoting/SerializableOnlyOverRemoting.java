// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jenkinsci.remoting;

public interface SerializableOnlyOverRemoting extends java.io.Serializable {
}
