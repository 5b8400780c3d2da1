// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.agents;

public interface ControllerToAgentFileCallable<T> extends hudson.FilePath.FileCallable<T> {
    default void checkRoles(org.jenkinsci.remoting.RoleChecker p0) throws java.lang.SecurityException { throw null; }
}
