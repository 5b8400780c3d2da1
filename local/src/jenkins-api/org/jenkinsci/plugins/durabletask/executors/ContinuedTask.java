// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jenkinsci.plugins.durabletask.executors;

public interface ContinuedTask extends hudson.model.Queue.Task {
    boolean isContinued();
}
