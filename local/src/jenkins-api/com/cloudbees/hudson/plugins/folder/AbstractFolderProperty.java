// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package com.cloudbees.hudson.plugins.folder;

public abstract class AbstractFolderProperty<C extends com.cloudbees.hudson.plugins.folder.AbstractFolder<?>> extends hudson.model.AbstractDescribableImpl<com.cloudbees.hudson.plugins.folder.AbstractFolderProperty<?>> implements hudson.ExtensionPoint, hudson.model.ReconfigurableDescribable<com.cloudbees.hudson.plugins.folder.AbstractFolderProperty<?>> {
    public AbstractFolderProperty() {}
    public com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor getDescriptor() { throw null; }
}
