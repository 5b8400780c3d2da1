// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package com.cloudbees.plugins.credentials.common;

public interface StandardUsernameCredentials extends com.cloudbees.plugins.credentials.common.StandardCredentials, com.cloudbees.plugins.credentials.common.UsernameCredentials {
}
