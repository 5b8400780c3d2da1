// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public abstract class AdministrativeMonitor extends hudson.model.AbstractModelObject implements hudson.ExtensionPoint, org.kohsuke.stapler.StaplerProxy {
    protected AdministrativeMonitor() {}
    public java.lang.String getDisplayName() { throw null; }
    public final java.lang.String getSearchUrl() { throw null; }
    public abstract boolean isActivated();
    public java.lang.Object getTarget() { throw null; }
}
