// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.kohsuke.stapler;

public interface StaplerRequest2 extends jakarta.servlet.http.HttpServletRequest {
    <T> T findAncestorObject(java.lang.Class<T> p0);
    <T> T bindJSON(java.lang.Class<T> p0, net.sf.json.JSONObject p1);
    net.sf.json.JSONObject getSubmittedForm() throws jakarta.servlet.ServletException;
}
