// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package com.cloudbees.plugins.credentials;

public interface Credentials extends hudson.model.Describable<com.cloudbees.plugins.credentials.Credentials>, java.io.Serializable, hudson.ExtensionPoint {
    @edu.umd.cs.findbugs.annotations.CheckForNull
    com.cloudbees.plugins.credentials.CredentialsScope getScope();
    @edu.umd.cs.findbugs.annotations.NonNull
    com.cloudbees.plugins.credentials.CredentialsDescriptor getDescriptor();
    @edu.umd.cs.findbugs.annotations.NonNull
    default com.cloudbees.plugins.credentials.Credentials forRun(hudson.model.Run<?, ?> p0) { throw null; }
}
