// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.springframework.security.core;

public abstract class AuthenticationException extends java.lang.RuntimeException {
    public AuthenticationException(java.lang.String p0) {}
}
