// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package org.jenkinsci.plugins.durabletask;

public final class BourneShellScript extends org.jenkinsci.plugins.durabletask.FileMonitoringTask {
    public BourneShellScript(java.lang.String p0) {}
}
