// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.util;

public class DaemonThreadFactory implements java.util.concurrent.ThreadFactory {
    public DaemonThreadFactory() {}
    public java.lang.Thread newThread(java.lang.Runnable p0) { throw null; }
}
