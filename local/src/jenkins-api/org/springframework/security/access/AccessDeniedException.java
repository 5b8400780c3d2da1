// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.springframework.security.access;

public class AccessDeniedException extends java.lang.RuntimeException {
    public AccessDeniedException(java.lang.String p0) {}
}
