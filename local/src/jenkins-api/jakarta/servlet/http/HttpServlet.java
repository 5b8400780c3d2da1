// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jakarta.servlet.http;

public abstract class HttpServlet extends jakarta.servlet.GenericServlet {
    public HttpServlet() {}
}
