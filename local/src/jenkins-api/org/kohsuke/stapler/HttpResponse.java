// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.kohsuke.stapler;

public interface HttpResponse {
    default void generateResponse(org.kohsuke.stapler.StaplerRequest2 p0, org.kohsuke.stapler.StaplerResponse2 p1, java.lang.Object p2) throws java.io.IOException, jakarta.servlet.ServletException { throw null; }
}
