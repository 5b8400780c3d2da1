// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package com.cloudbees.plugins.credentials;

public abstract class CredentialsDescriptor extends hudson.model.Descriptor<com.cloudbees.plugins.credentials.Credentials> implements org.jenkins.ui.icon.IconSpec {
    protected CredentialsDescriptor() {}
    public java.lang.String getIconClassName() { throw null; }
}
