// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.util;

public class StreamTaskListener extends hudson.util.AbstractTaskListener implements hudson.model.TaskListener, java.io.Closeable {
    @Deprecated
    public StreamTaskListener(java.io.PrintStream p0) {}
    public StreamTaskListener(java.io.OutputStream p0, java.nio.charset.Charset p1) {}
    public java.io.PrintStream getLogger() { throw null; }
    public void close() throws java.io.IOException { throw null; }
    public void closeQuietly() { throw null; }
}
