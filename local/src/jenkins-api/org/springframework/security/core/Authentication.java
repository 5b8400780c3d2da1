// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.springframework.security.core;

public interface Authentication extends java.security.Principal, java.io.Serializable {
    java.util.Collection<? extends org.springframework.security.core.GrantedAuthority> getAuthorities();
}
