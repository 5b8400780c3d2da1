// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package com.cloudbees.hudson.plugins.folder;

public abstract class AbstractFolderDescriptor extends hudson.model.TopLevelItemDescriptor implements org.jenkins.ui.icon.IconSpec {
    protected AbstractFolderDescriptor() {}
    public java.lang.String getDisplayName() { throw null; }
    public java.lang.String getCategoryId() { throw null; }
    public java.lang.String getIconClassName() { throw null; }
}
