// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.plugins.git;

public class RevisionParameterAction extends hudson.model.InvisibleAction implements java.io.Serializable, hudson.model.Queue.QueueAction, hudson.model.queue.FoldableAction {
    public final java.lang.String commit = (new java.lang.String[1])[0];
    public RevisionParameterAction(java.lang.String p0) {}
    public boolean canOriginateFrom(java.lang.Iterable<org.eclipse.jgit.transport.RemoteConfig> p0) { throw null; }
    public boolean shouldSchedule(java.util.List<hudson.model.Action> p0) { throw null; }
}
