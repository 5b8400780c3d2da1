// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public class AutoCompletionCandidates implements org.kohsuke.stapler.HttpResponse {
    public AutoCompletionCandidates() {}
    public hudson.model.AutoCompletionCandidates add(java.lang.String p0) { throw null; }
    public void generateResponse(org.kohsuke.stapler.StaplerRequest2 p0, org.kohsuke.stapler.StaplerResponse2 p1, java.lang.Object p2) throws java.io.IOException, jakarta.servlet.ServletException { throw null; }
    public static <T extends hudson.model.Item> hudson.model.AutoCompletionCandidates ofJobNames(java.lang.Class<T> p0, java.lang.String p1, hudson.model.ItemGroup p2) { throw null; }
}
