// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jakarta.servlet;

public interface RequestDispatcher {
    void forward(jakarta.servlet.ServletRequest p0, jakarta.servlet.ServletResponse p1) throws jakarta.servlet.ServletException, java.io.IOException;
}
