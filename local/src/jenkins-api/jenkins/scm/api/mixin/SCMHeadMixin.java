// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.scm.api.mixin;

public interface SCMHeadMixin extends java.lang.Comparable<jenkins.scm.api.SCMHead>, java.io.Serializable {
}
