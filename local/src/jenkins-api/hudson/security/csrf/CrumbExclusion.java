// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.security.csrf;

public abstract class CrumbExclusion implements hudson.ExtensionPoint {
    public CrumbExclusion() {}
    public boolean process(jakarta.servlet.http.HttpServletRequest p0, jakarta.servlet.http.HttpServletResponse p1, jakarta.servlet.FilterChain p2) throws java.io.IOException, jakarta.servlet.ServletException { throw null; }
}
