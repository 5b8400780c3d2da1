// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package com.cloudbees.hudson.plugins.folder;

public abstract class AbstractFolder<I extends hudson.model.TopLevelItem> extends hudson.model.AbstractItem implements hudson.model.TopLevelItem, hudson.model.ItemGroup<I>, hudson.model.ModifiableViewGroup, org.kohsuke.stapler.StaplerFallback, jenkins.model.ModelObjectWithChildren, org.kohsuke.stapler.StaplerOverridable, org.jenkins.ui.icon.IconSpec {
    protected AbstractFolder(hudson.model.ItemGroup p0, java.lang.String p1) { super((hudson.model.ItemGroup) null, (java.lang.String) null); }
    public java.lang.String getIconClassName() { throw null; }
    public void onLoad(hudson.model.ItemGroup<? extends hudson.model.Item> p0, java.lang.String p1) throws java.io.IOException { throw null; }
    public com.cloudbees.hudson.plugins.folder.AbstractFolderDescriptor getDescriptor() { throw null; }
    public hudson.util.DescribableList<com.cloudbees.hudson.plugins.folder.AbstractFolderProperty<?>, com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor> getProperties() { throw null; }
    public java.lang.String getPronoun() { throw null; }
    public java.util.Collection<?> getOverrides() { throw null; }
    public hudson.model.ItemGroup<? extends hudson.model.TopLevelItem> getItemGroup() { throw null; }
    protected hudson.search.SearchIndexBuilder makeSearchIndex() { throw null; }
    public java.util.Collection<? extends hudson.model.Job> getAllJobs() { throw null; }
    public void save() throws java.io.IOException { throw null; }
}
