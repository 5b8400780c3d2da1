// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package com.cloudbees.hudson.plugins.folder;

public abstract class AbstractFolderPropertyDescriptor extends hudson.model.Descriptor<com.cloudbees.hudson.plugins.folder.AbstractFolderProperty<?>> {
    public AbstractFolderPropertyDescriptor() {}
    public com.cloudbees.hudson.plugins.folder.AbstractFolderProperty<?> newInstance(org.kohsuke.stapler.StaplerRequest2 p0, net.sf.json.JSONObject p1) throws hudson.model.Descriptor.FormException { throw null; }
}
