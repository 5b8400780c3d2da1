// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.triggers;

public interface SCMTriggerItem {
    hudson.model.Item asItem();
    int getNextBuildNumber();
    int getQuietPeriod();
    @edu.umd.cs.findbugs.annotations.CheckForNull
    hudson.model.queue.QueueTaskFuture<?> scheduleBuild2(int p0, hudson.model.Action... p1);
    @edu.umd.cs.findbugs.annotations.NonNull
    hudson.scm.PollingResult poll(hudson.model.TaskListener p0);
    @edu.umd.cs.findbugs.annotations.CheckForNull
    hudson.triggers.SCMTrigger getSCMTrigger();
    @edu.umd.cs.findbugs.annotations.NonNull
    java.util.Collection<? extends hudson.scm.SCM> getSCMs();
}
