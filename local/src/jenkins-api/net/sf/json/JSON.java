// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package net.sf.json;

public interface JSON extends java.io.Serializable {
}
