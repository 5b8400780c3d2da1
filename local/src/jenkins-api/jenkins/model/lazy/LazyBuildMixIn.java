// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.
package jenkins.model.lazy;

public abstract class LazyBuildMixIn<JobT extends hudson.model.Job<JobT, RunT> & hudson.model.Queue.Task & jenkins.model.lazy.LazyBuildMixIn.LazyLoadingJob<JobT, RunT>, RunT extends hudson.model.Run<JobT, RunT> & jenkins.model.lazy.LazyBuildMixIn.LazyLoadingRun<JobT, RunT>> {
    protected LazyBuildMixIn() {}
    protected abstract JobT asJob();
    public final hudson.model.RunMap<RunT> _getRuns() { throw null; }
    public final void onCreatedFromScratch() { throw null; }
    public void onLoad(hudson.model.ItemGroup<? extends hudson.model.Item> p0, java.lang.String p1) throws java.io.IOException { throw null; }
    protected abstract java.lang.Class<RunT> getBuildClass();
    public final RunT newBuild() throws java.io.IOException { throw null; }
    public final void removeRun(RunT p0) { throw null; }
    public final RunT getBuildByNumber(int p0) { throw null; }
    public final RunT getFirstBuild() { throw null; }
    @edu.umd.cs.findbugs.annotations.CheckForNull
    public final RunT getLastBuild() { throw null; }
    public final RunT getNearestBuild(int p0) { throw null; }
    public final RunT getNearestOldBuild(int p0) { throw null; }
    public java.util.List<RunT> getEstimatedDurationCandidates() { throw null; }

    public interface LazyLoadingJob<JobT extends hudson.model.Job<JobT, RunT> & hudson.model.Queue.Task & jenkins.model.lazy.LazyBuildMixIn.LazyLoadingJob<JobT, RunT>, RunT extends hudson.model.Run<JobT, RunT> & jenkins.model.lazy.LazyBuildMixIn.LazyLoadingRun<JobT, RunT>> {
        jenkins.model.lazy.LazyBuildMixIn<JobT, RunT> getLazyBuildMixIn();
    }

    public interface LazyLoadingRun<JobT extends hudson.model.Job<JobT, RunT> & hudson.model.Queue.Task & jenkins.model.lazy.LazyBuildMixIn.LazyLoadingJob<JobT, RunT>, RunT extends hudson.model.Run<JobT, RunT> & jenkins.model.lazy.LazyBuildMixIn.LazyLoadingRun<JobT, RunT>> {
        jenkins.model.lazy.LazyBuildMixIn.RunMixIn<JobT, RunT> getRunMixIn();
    }

    public abstract static class RunMixIn<JobT extends hudson.model.Job<JobT, RunT> & hudson.model.Queue.Task & jenkins.model.lazy.LazyBuildMixIn.LazyLoadingJob<JobT, RunT>, RunT extends hudson.model.Run<JobT, RunT> & jenkins.model.lazy.LazyBuildMixIn.LazyLoadingRun<JobT, RunT>> {
        protected RunMixIn() {}
        protected abstract RunT asRun();
        public final jenkins.model.lazy.BuildReference<RunT> createReference() { throw null; }
        public final void dropLinks() { throw null; }
        public final RunT getPreviousBuild() { throw null; }
        public final RunT getNextBuild() { throw null; }
    }
}
