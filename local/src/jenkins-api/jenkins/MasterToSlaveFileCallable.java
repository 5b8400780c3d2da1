// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins;

public abstract class MasterToSlaveFileCallable<T> implements jenkins.agents.ControllerToAgentFileCallable<T> {
    public MasterToSlaveFileCallable() {}
}
