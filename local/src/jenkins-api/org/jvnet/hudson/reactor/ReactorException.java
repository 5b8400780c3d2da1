// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jvnet.hudson.reactor;

public class ReactorException extends java.lang.Exception {
    ReactorException(java.lang.Throwable p0) {}
}
