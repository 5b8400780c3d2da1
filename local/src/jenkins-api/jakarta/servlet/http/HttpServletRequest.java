// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jakarta.servlet.http;

public interface HttpServletRequest extends jakarta.servlet.ServletRequest {
    java.lang.String getHeader(java.lang.String p0);
    java.util.Enumeration<java.lang.String> getHeaderNames();
    java.lang.String getMethod();
    java.lang.String getPathInfo();
    java.lang.String getContextPath();
}
