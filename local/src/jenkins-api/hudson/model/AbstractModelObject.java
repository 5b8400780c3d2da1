// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public abstract class AbstractModelObject implements hudson.search.SearchableModelObject {
    public AbstractModelObject() {}
    protected hudson.search.SearchIndexBuilder makeSearchIndex() { throw null; }
    public final hudson.search.SearchIndex getSearchIndex() { throw null; }
    public hudson.search.Search getSearch() { throw null; }
    public java.lang.String getSearchName() { throw null; }
}
