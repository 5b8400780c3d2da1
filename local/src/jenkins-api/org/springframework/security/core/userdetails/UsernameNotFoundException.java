// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.springframework.security.core.userdetails;

public class UsernameNotFoundException extends org.springframework.security.core.AuthenticationException {
    public UsernameNotFoundException(java.lang.String p0) { super((java.lang.String) null); }
}
