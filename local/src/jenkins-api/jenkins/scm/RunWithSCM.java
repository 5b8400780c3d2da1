// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.scm;

public interface RunWithSCM<JobT extends hudson.model.Job<JobT, RunT>, RunT extends hudson.model.Run<JobT, RunT> & jenkins.scm.RunWithSCM<JobT, RunT>> {
    @edu.umd.cs.findbugs.annotations.NonNull
    java.util.List<hudson.scm.ChangeLogSet<? extends hudson.scm.ChangeLogSet.Entry>> getChangeSets();
    @edu.umd.cs.findbugs.annotations.CheckForNull
    java.util.Set<java.lang.String> getCulpritIds();
    boolean shouldCalculateCulprits();
}
