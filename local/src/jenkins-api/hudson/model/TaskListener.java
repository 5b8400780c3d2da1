// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.model;

public interface TaskListener extends org.jenkinsci.remoting.SerializableOnlyOverRemoting {
    hudson.model.TaskListener NULL = (new hudson.model.TaskListener[1])[0];
    @edu.umd.cs.findbugs.annotations.NonNull
    java.io.PrintStream getLogger();
    @edu.umd.cs.findbugs.annotations.NonNull
    default java.io.PrintWriter error(java.lang.String p0) { throw null; }
}
