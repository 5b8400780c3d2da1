// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.tasks;

public class Mailer extends hudson.tasks.Notifier implements jenkins.tasks.SimpleBuildStep {
    @Deprecated
    public Mailer() {}
    public boolean perform(hudson.model.AbstractBuild<?, ?> p0, hudson.Launcher p1, hudson.model.BuildListener p2) throws java.lang.InterruptedException, java.io.IOException { throw null; }

    public static class UserProperty extends hudson.model.UserProperty {
        public UserProperty(java.lang.String p0) {}
        public java.lang.String getAddress() { throw null; }
    }
}
