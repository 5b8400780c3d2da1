// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.scm;

public abstract class ChangeLogParser {
    public ChangeLogParser() {}
    public hudson.scm.ChangeLogSet<? extends hudson.scm.ChangeLogSet.Entry> parse(hudson.model.Run p0, hudson.scm.RepositoryBrowser<?> p1, java.io.File p2) throws java.io.IOException, org.xml.sax.SAXException { throw null; }
}
