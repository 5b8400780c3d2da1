// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.console;

public interface WithConsoleUrl {
    @edu.umd.cs.findbugs.annotations.CheckForNull
    java.lang.String getConsoleUrl();
}
