// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public abstract class ManagementLink implements hudson.ExtensionPoint, hudson.model.Action {
    public ManagementLink() {}
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public abstract java.lang.String getIconFileName();
    public java.lang.String getDescription() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public abstract java.lang.String getUrlName();
    @edu.umd.cs.findbugs.annotations.NonNull
    public hudson.model.ManagementLink.Category getCategory() { throw null; }

    public enum Category {
        CONFIGURATION, SECURITY, STATUS, TROUBLESHOOTING, TOOLS, MISC, UNCATEGORIZED;
    }
}
