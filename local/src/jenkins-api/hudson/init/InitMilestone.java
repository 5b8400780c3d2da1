// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.init;

public enum InitMilestone implements org.jvnet.hudson.reactor.Milestone {
    STARTED, PLUGINS_LISTED, PLUGINS_PREPARED, PLUGINS_STARTED, EXTENSIONS_AUGMENTED, SYSTEM_CONFIG_LOADED, SYSTEM_CONFIG_ADAPTED, JOB_LOADED, JOB_CONFIG_ADAPTED, COMPLETED;
}
