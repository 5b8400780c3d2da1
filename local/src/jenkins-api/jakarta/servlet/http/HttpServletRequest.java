// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jakarta.servlet.http;

public interface HttpServletRequest extends jakarta.servlet.ServletRequest {
    java.lang.String getHeader(java.lang.String p0);
}
