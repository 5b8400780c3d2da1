// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package com.cloudbees.plugins.credentials.common;

public interface UsernameCredentials extends com.cloudbees.plugins.credentials.Credentials {
    @edu.umd.cs.findbugs.annotations.NonNull
    java.lang.String getUsername();
}
