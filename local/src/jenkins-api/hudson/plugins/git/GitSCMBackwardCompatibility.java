// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.plugins.git;

public abstract class GitSCMBackwardCompatibility extends hudson.scm.SCM implements java.io.Serializable {
    public GitSCMBackwardCompatibility() {}
    public hudson.plugins.git.GitSCM.DescriptorImpl getDescriptor() { throw null; }
}
