// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jakarta.servlet;

public interface ServletRequest {
    long getContentLengthLong();
    java.lang.String getContentType();
    jakarta.servlet.ServletInputStream getInputStream() throws java.io.IOException;
    java.lang.String getParameter(java.lang.String p0);
    java.util.Map<java.lang.String, java.lang.String[]> getParameterMap();
    java.lang.String getRemoteAddr();
    void setAttribute(java.lang.String p0, java.lang.Object p1);
}
