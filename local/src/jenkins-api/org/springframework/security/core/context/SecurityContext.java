// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.springframework.security.core.context;

public interface SecurityContext extends java.io.Serializable {
}
