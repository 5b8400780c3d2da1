// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model;

public interface IComputer extends hudson.security.AccessControlled, org.jenkins.ui.icon.IconSpec, hudson.model.ModelObject, jenkins.model.Named {
    default java.lang.String getIconClassName() { throw null; }
    @edu.umd.cs.findbugs.annotations.NonNull
    default hudson.security.ACL getACL() { throw null; }
}
