// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jakarta.servlet;

public interface ServletResponse {
    jakarta.servlet.ServletOutputStream getOutputStream() throws java.io.IOException;
    void setContentType(java.lang.String p0);
}
