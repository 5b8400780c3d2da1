// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.kohsuke.stapler;

public interface StaplerRequest2 extends jakarta.servlet.http.HttpServletRequest {
    net.sf.json.JSONObject getSubmittedForm() throws jakarta.servlet.ServletException;
}
