// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jenkinsci.plugins.plaincredentials;

public interface StringCredentials extends com.cloudbees.plugins.credentials.common.StandardCredentials {
    @edu.umd.cs.findbugs.annotations.NonNull
    hudson.util.Secret getSecret();
}
