// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package hudson.cli;

public class BuildCommand extends hudson.cli.CLICommand {
    public BuildCommand() {}

    public static class CLICause extends hudson.model.Cause.UserIdCause {
        public CLICause() {}
        public java.lang.String getShortDescription() { throw null; }
    }
}
