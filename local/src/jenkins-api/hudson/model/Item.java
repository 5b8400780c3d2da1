// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public interface Item extends hudson.model.PersistenceRoot, jenkins.model.FullyNamedModelObject, hudson.search.SearchableModelObject, jenkins.model.FullyNamed, jenkins.model.Named, hudson.security.AccessControlled, jenkins.util.io.OnMaster {
    hudson.security.Permission DELETE = (new hudson.security.Permission[1])[0];
    hudson.security.Permission CONFIGURE = (new hudson.security.Permission[1])[0];
    hudson.security.Permission READ = (new hudson.security.Permission[1])[0];
    hudson.security.Permission EXTENDED_READ = (new hudson.security.Permission[1])[0];
    hudson.security.Permission BUILD = (new hudson.security.Permission[1])[0];
    hudson.security.Permission CANCEL = (new hudson.security.Permission[1])[0];
    hudson.model.ItemGroup<? extends hudson.model.Item> getParent();
    java.util.Collection<? extends hudson.model.Job> getAllJobs();
    @edu.umd.cs.findbugs.annotations.NonNull
    java.lang.String getName();
    @edu.umd.cs.findbugs.annotations.NonNull
    java.lang.String getFullName();
    java.lang.String getDisplayName();
    java.lang.String getUrl();
    java.lang.String getShortUrl();
    void onLoad(hudson.model.ItemGroup<? extends hudson.model.Item> p0, java.lang.String p1) throws java.io.IOException;
    void onCopiedFrom(hudson.model.Item p0);
    default void onCreatedFromScratch() { throw null; }
    void save() throws java.io.IOException;
    void delete() throws java.io.IOException, java.lang.InterruptedException;
}
