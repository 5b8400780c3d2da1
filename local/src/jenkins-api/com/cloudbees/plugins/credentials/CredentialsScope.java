// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package com.cloudbees.plugins.credentials;

public enum CredentialsScope implements java.io.Serializable {
    SYSTEM { public java.lang.String getDisplayName() { throw null; } public boolean isVisible(hudson.model.ModelObject p0) { throw null; } }, GLOBAL { public java.lang.String getDisplayName() { throw null; } public boolean isVisible(hudson.model.ModelObject p0) { throw null; } }, USER { public java.lang.String getDisplayName() { throw null; } public boolean isVisible(hudson.model.ModelObject p0) { throw null; } };
    public abstract java.lang.String getDisplayName();
    public abstract boolean isVisible(hudson.model.ModelObject p0);
}
