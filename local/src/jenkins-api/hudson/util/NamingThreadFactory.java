// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.util;

public final class NamingThreadFactory implements java.util.concurrent.ThreadFactory {
    public NamingThreadFactory(java.util.concurrent.ThreadFactory p0, java.lang.String p1) {}
    public java.lang.Thread newThread(java.lang.Runnable p0) { throw null; }
}
