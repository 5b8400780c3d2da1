// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.scm;

public interface RunWithSCM<JobT extends hudson.model.Job<JobT, RunT>, RunT extends hudson.model.Run<JobT, RunT> & jenkins.scm.RunWithSCM<JobT, RunT>> {
}
