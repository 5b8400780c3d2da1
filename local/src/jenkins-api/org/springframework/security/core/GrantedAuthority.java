// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.springframework.security.core;

public interface GrantedAuthority extends java.io.Serializable {
    java.lang.String getAuthority();
}
