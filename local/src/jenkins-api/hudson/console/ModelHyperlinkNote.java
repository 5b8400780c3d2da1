// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.console;

public class ModelHyperlinkNote extends hudson.console.HyperlinkNote {
    public ModelHyperlinkNote(java.lang.String p0, int p1) { super((java.lang.String) null, (int) 0); }
    public static java.lang.String encodeTo(hudson.model.Item p0, java.lang.String p1) { throw null; }
    public static java.lang.String encodeTo(hudson.model.Run p0) { throw null; }
}
