// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.scm;

public abstract class SCMDescriptor<T extends hudson.scm.SCM> extends hudson.model.Descriptor<hudson.scm.SCM> {
    protected SCMDescriptor(java.lang.Class<? extends hudson.scm.RepositoryBrowser> p0) {}
    public void load() { throw null; }
}
