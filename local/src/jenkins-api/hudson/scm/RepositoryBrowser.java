// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.scm;

@org.kohsuke.stapler.export.ExportedBean
public abstract class RepositoryBrowser<E extends hudson.scm.ChangeLogSet.Entry> implements hudson.model.Describable<hudson.scm.RepositoryBrowser<?>>, hudson.ExtensionPoint, java.io.Serializable {
    public RepositoryBrowser() {}
}
