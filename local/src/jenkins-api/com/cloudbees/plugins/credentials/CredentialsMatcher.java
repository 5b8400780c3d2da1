// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package com.cloudbees.plugins.credentials;

public interface CredentialsMatcher extends java.io.Serializable {
}
