// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model.queue;

public abstract class CauseOfBlockage {
    public CauseOfBlockage() {}
    public abstract java.lang.String getShortDescription();
}
