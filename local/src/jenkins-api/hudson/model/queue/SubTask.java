// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model.queue;

public interface SubTask extends hudson.model.ResourceActivity, jenkins.model.queue.ITask {
    default hudson.model.Label getAssignedLabel() { throw null; }
    @Deprecated
    default hudson.model.Node getLastBuiltOn() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    hudson.model.Queue.Executable createExecutable() throws java.io.IOException;
    @edu.umd.cs.findbugs.annotations.NonNull
    default hudson.model.Queue.Task getOwnerTask() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    default hudson.model.Queue.Executable getOwnerExecutable() { throw null; }
    default java.lang.Object getSameNodeConstraint() { throw null; }
    default java.lang.String getUrl() { throw null; }
}
