// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.kohsuke.stapler;

public interface StaplerResponse2 extends jakarta.servlet.http.HttpServletResponse {
}
