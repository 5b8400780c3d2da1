// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jenkinsci.plugins.durabletask;

public abstract class Controller implements java.io.Serializable {
    public Controller() {}
    public abstract boolean writeLog(hudson.FilePath p0, java.io.OutputStream p1) throws java.io.IOException, java.lang.InterruptedException;
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public java.lang.Integer exitStatus(hudson.FilePath p0, hudson.Launcher p1, hudson.model.TaskListener p2) throws java.io.IOException, java.lang.InterruptedException { throw null; }
    public void stop(hudson.FilePath p0, hudson.Launcher p1) throws java.io.IOException, java.lang.InterruptedException { throw null; }
    public abstract void cleanup(hudson.FilePath p0) throws java.io.IOException, java.lang.InterruptedException;
}
