// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package com.cloudbees.plugins.credentials.common;

public interface UsernamePasswordCredentials extends com.cloudbees.plugins.credentials.common.UsernameCredentials, com.cloudbees.plugins.credentials.common.PasswordCredentials {
}
