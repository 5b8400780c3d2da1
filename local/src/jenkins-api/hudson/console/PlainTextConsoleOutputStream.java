// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.console;

public class PlainTextConsoleOutputStream extends hudson.console.LineTransformationOutputStream.Delegating {
    public PlainTextConsoleOutputStream(java.io.OutputStream p0) { super((java.io.OutputStream) null); }
}
