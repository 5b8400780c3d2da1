// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public class Failure extends java.lang.RuntimeException implements org.kohsuke.stapler.HttpResponse {
    public Failure(java.lang.String p0) {}
    public void generateResponse(org.kohsuke.stapler.StaplerRequest2 p0, org.kohsuke.stapler.StaplerResponse2 p1, java.lang.Object p2) throws java.io.IOException, jakarta.servlet.ServletException { throw null; }
}
