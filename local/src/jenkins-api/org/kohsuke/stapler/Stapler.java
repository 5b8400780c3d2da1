// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.kohsuke.stapler;

public class Stapler extends jakarta.servlet.http.HttpServlet {
    public Stapler() {}
    public static org.kohsuke.stapler.StaplerRequest2 getCurrentRequest2() { throw null; }
}
