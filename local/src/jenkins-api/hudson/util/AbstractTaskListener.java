// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.util;

@java.lang.Deprecated
public abstract class AbstractTaskListener implements hudson.model.TaskListener {
    public AbstractTaskListener() {}
}
