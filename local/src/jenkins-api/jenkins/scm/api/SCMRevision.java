// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.scm.api;

@org.kohsuke.stapler.export.ExportedBean
public abstract class SCMRevision implements java.io.Serializable {
    protected SCMRevision(jenkins.scm.api.SCMHead p0) {}
}
