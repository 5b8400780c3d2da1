// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model.queue;

public interface QueueItem extends jenkins.model.FullyNamedModelObject {
    @edu.umd.cs.findbugs.annotations.CheckForNull
    default java.lang.String getDisplayName() { throw null; }
    default java.lang.String getFullDisplayName() { throw null; }
}
