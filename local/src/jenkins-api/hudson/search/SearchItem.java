// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.search;

public interface SearchItem {
    java.lang.String getSearchName();
    java.lang.String getSearchUrl();
    hudson.search.SearchIndex getSearchIndex();
}
