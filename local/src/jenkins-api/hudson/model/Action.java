// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public interface Action extends hudson.model.ModelObject {
    @edu.umd.cs.findbugs.annotations.CheckForNull
    java.lang.String getIconFileName();
    @edu.umd.cs.findbugs.annotations.CheckForNull
    java.lang.String getDisplayName();
    @edu.umd.cs.findbugs.annotations.CheckForNull
    java.lang.String getUrlName();
}
