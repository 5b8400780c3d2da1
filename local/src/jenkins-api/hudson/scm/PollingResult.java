// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.scm;

public final class PollingResult implements org.jenkinsci.remoting.SerializableOnlyOverRemoting {
    public static final hudson.scm.PollingResult NO_CHANGES = (new hudson.scm.PollingResult[1])[0];
    public static final hudson.scm.PollingResult BUILD_NOW = (new hudson.scm.PollingResult[1])[0];
    public PollingResult(hudson.scm.PollingResult.Change p0) {}
    public boolean hasChanges() { throw null; }

    public enum Change {
        NONE, INSIGNIFICANT, SIGNIFICANT, INCOMPARABLE;
    }
}
