// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.cli;

public abstract class CLICommand implements hudson.ExtensionPoint, java.lang.Cloneable {
    public CLICommand() {}
}
