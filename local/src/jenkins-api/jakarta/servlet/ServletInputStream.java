// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jakarta.servlet;

public abstract class ServletInputStream extends java.io.InputStream {
    protected ServletInputStream() {}
}
