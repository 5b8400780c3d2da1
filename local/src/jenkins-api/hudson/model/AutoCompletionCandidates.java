// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public class AutoCompletionCandidates implements org.kohsuke.stapler.HttpResponse {
    public AutoCompletionCandidates() {}
    public static <T extends hudson.model.Item> hudson.model.AutoCompletionCandidates ofJobNames(java.lang.Class<T> p0, java.lang.String p1, hudson.model.ItemGroup p2) { throw null; }
}
