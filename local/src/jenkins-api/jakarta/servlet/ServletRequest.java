// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jakarta.servlet;

public interface ServletRequest {
    java.lang.String getParameter(java.lang.String p0);
    void setAttribute(java.lang.String p0, java.lang.Object p1);
}
