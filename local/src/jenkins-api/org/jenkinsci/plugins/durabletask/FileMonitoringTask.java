// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jenkinsci.plugins.durabletask;

public abstract class FileMonitoringTask extends org.jenkinsci.plugins.durabletask.DurableTask {
    public FileMonitoringTask() {}
    public final org.jenkinsci.plugins.durabletask.Controller launch(hudson.EnvVars p0, hudson.FilePath p1, hudson.Launcher p2, hudson.model.TaskListener p3) throws java.io.IOException, java.lang.InterruptedException { throw null; }
}
