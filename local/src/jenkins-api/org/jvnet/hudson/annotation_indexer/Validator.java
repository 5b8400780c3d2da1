// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jvnet.hudson.annotation_indexer;

public interface Validator {
}
