// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.console;

public class HyperlinkNote extends hudson.console.ConsoleNote {
    public HyperlinkNote(java.lang.String p0, int p1) {}
    public static java.lang.String encodeTo(java.lang.String p0, java.lang.String p1) { throw null; }
}
