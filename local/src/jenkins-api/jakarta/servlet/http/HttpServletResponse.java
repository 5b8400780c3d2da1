// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jakarta.servlet.http;

public interface HttpServletResponse extends jakarta.servlet.ServletResponse {
    boolean containsHeader(java.lang.String p0);
    void sendError(int p0, java.lang.String p1) throws java.io.IOException;
    void sendRedirect(java.lang.String p0) throws java.io.IOException;
    void setHeader(java.lang.String p0, java.lang.String p1);
    void setStatus(int p0);
}
