// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.console;

public abstract class LineTransformationOutputStream extends java.io.OutputStream {
    public LineTransformationOutputStream() {}
    public void write(int p0) throws java.io.IOException { throw null; }
    public void close() throws java.io.IOException { throw null; }

    public abstract static class Delegating extends hudson.console.LineTransformationOutputStream {
        protected Delegating(java.io.OutputStream p0) {}
        public void flush() throws java.io.IOException { throw null; }
        public void close() throws java.io.IOException { throw null; }
    }
}
