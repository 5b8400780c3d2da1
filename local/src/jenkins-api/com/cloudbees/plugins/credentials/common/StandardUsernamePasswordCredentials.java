// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package com.cloudbees.plugins.credentials.common;

public interface StandardUsernamePasswordCredentials extends com.cloudbees.plugins.credentials.common.StandardUsernameCredentials, com.cloudbees.plugins.credentials.common.UsernamePasswordCredentials {
}
