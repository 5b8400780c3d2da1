// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.search;

public interface SearchableModelObject extends hudson.model.ModelObject, hudson.search.SearchItem {
    hudson.search.Search getSearch();
}
