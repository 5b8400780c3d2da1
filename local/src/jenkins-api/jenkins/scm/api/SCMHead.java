// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.scm.api;

@org.kohsuke.stapler.export.ExportedBean
public class SCMHead implements jenkins.scm.api.mixin.SCMHeadMixin {
    public SCMHead(java.lang.String p0) {}
    public int compareTo(jenkins.scm.api.SCMHead p0) { throw null; }
}
