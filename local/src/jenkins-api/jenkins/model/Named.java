// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model;

public interface Named {
    @edu.umd.cs.findbugs.annotations.NonNull
    java.lang.String getName();
}
