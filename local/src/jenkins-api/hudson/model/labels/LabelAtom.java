// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model.labels;

public class LabelAtom extends hudson.model.Label implements hudson.model.Saveable {
    public LabelAtom(java.lang.String p0) { super((java.lang.String) null); }
    public java.lang.String getExpression() { throw null; }
    public void save() throws java.io.IOException { throw null; }
}
