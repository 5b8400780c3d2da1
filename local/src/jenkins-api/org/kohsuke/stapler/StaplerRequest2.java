// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.kohsuke.stapler;

public interface StaplerRequest2 extends jakarta.servlet.http.HttpServletRequest {
    java.lang.String getRestOfPath();
    jakarta.servlet.RequestDispatcher getView(java.lang.Object p0, java.lang.String p1) throws java.io.IOException;
    <T> T findAncestorObject(java.lang.Class<T> p0);
    <T> T bindJSON(java.lang.Class<T> p0, net.sf.json.JSONObject p1);
    <T> java.util.List<T> bindJSONToList(java.lang.Class<T> p0, java.lang.Object p1);
    net.sf.json.JSONObject getSubmittedForm() throws jakarta.servlet.ServletException;
}
