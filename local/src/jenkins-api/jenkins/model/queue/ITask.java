// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model.queue;

public interface ITask extends jenkins.model.FullyNamedModelObject {
    default boolean hasAbortPermission() { throw null; }
    default java.lang.String getFullDisplayName() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    java.lang.String getUrl();
}
