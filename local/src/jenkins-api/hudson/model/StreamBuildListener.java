// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public class StreamBuildListener extends hudson.util.StreamTaskListener implements hudson.model.BuildListener {
    public StreamBuildListener(java.io.OutputStream p0, java.nio.charset.Charset p1) { super((java.io.PrintStream) null); }
}
