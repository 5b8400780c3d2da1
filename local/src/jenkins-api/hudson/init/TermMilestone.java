// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.init;

public enum TermMilestone implements org.jvnet.hudson.reactor.Milestone {
    STARTED, COMPLETED;
}
