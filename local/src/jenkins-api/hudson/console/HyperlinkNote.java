// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.console;

public class HyperlinkNote extends hudson.console.ConsoleNote {
    public HyperlinkNote(java.lang.String p0, int p1) {}
}
