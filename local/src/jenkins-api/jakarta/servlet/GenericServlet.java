// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jakarta.servlet;

public abstract class GenericServlet implements jakarta.servlet.Servlet, jakarta.servlet.ServletConfig, java.io.Serializable {
    public GenericServlet() {}
}
