// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public interface ItemGroup<T extends hudson.model.Item> extends jenkins.model.FullyNamed, jenkins.model.FullyNamedModelObject, hudson.model.PersistenceRoot {
    default <T extends hudson.model.Item> java.lang.Iterable<T> allItems(java.lang.Class<T> p0) { throw null; }
}
