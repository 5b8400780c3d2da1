// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public interface ViewGroup extends hudson.model.Saveable, hudson.model.ModelObject, hudson.security.AccessControlled {
    default hudson.model.ItemGroup<? extends hudson.model.TopLevelItem> getItemGroup() { throw null; }
}
