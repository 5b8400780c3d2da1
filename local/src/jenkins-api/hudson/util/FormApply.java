// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.util;

public class FormApply {
    public FormApply() {}
    public static org.kohsuke.stapler.HttpResponses.HttpResponseException success(java.lang.String p0) { throw null; }
}
