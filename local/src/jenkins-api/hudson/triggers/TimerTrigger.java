// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.triggers;

public class TimerTrigger extends hudson.triggers.Trigger<hudson.model.BuildableItem> {
    public TimerTrigger(java.lang.String p0) {}

    public static class TimerTriggerCause extends hudson.model.Cause {
        public TimerTriggerCause() {}
        public java.lang.String getShortDescription() { throw null; }
    }
}
