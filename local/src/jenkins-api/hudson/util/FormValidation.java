// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.util;

public abstract class FormValidation extends java.io.IOException implements org.kohsuke.stapler.HttpResponse {
    private FormValidation(hudson.util.FormValidation.Kind p0) {}
    public static hudson.util.FormValidation error(java.lang.String p0) { throw null; }
    public static hudson.util.FormValidation warning(java.lang.String p0) { throw null; }
    public static hudson.util.FormValidation ok() { throw null; }
    public void generateResponse(org.kohsuke.stapler.StaplerRequest2 p0, org.kohsuke.stapler.StaplerResponse2 p1, java.lang.Object p2) throws java.io.IOException, jakarta.servlet.ServletException { throw null; }

    public enum Kind {
        OK, WARNING, ERROR;
    }
}
