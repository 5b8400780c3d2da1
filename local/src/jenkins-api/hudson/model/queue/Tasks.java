// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model.queue;

public class Tasks {
    public Tasks() {}
    @edu.umd.cs.findbugs.annotations.NonNull
    public static org.springframework.security.core.Authentication getAuthenticationOf2(hudson.model.Queue.Task p0) { throw null; }
}
