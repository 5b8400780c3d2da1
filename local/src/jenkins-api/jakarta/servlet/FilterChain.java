// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jakarta.servlet;

public interface FilterChain {
    void doFilter(jakarta.servlet.ServletRequest p0, jakarta.servlet.ServletResponse p1) throws java.io.IOException, jakarta.servlet.ServletException;
}
