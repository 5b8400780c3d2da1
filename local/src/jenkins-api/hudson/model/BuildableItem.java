// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public interface BuildableItem extends hudson.model.Item, hudson.model.Queue.Task {
    boolean scheduleBuild(hudson.model.Cause p0);
    boolean scheduleBuild(int p0, hudson.model.Cause p1);
}
