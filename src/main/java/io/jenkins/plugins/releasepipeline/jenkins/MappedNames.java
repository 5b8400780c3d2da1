package io.jenkins.plugins.releasepipeline.jenkins;

import io.jenkins.plugins.releasepipeline.action.NameMappings;
import io.jenkins.plugins.releasepipeline.jenkins.names.NamesOfJob;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What names stand for depends on the job, for folders have names of their own; to nobody's, what all jobs share. */
final class MappedNames implements NameMappings {
    private final PipelineJobs jobs;
    private final Function<String, Optional<ReleasePipelineRun>> runs;
    private final NameMappings shared = new NamesOfJob(Optional.empty(), List::of);

    /** @param runs by the ids of executions under way */
    MappedNames(PipelineJobs jobs, Function<String, Optional<ReleasePipelineRun>> runs) {
        this.jobs = jobs;
        this.runs = runs;
    }

    @Override
    public NameMappings forPipeline(String pipelineName) {
        Optional<ReleasePipelineJob> job = jobs.job(pipelineName);
        return new NamesOfJob(job, () -> job.map(RunAuthentication::of).stream().toList());
    }

    @Override
    public NameMappings forExecution(String pipelineName, String executionId) {
        Optional<ReleasePipelineRun> run = runs.apply(executionId);
        return run.isEmpty()
                ? forPipeline(pipelineName)
                : new NamesOfJob(
                        run.map(ReleasePipelineRun::getParent), () -> List.of(RunAuthentication.of(run.get())));
    }

    @Override
    public Optional<Repository> repository(String connection, String name) {
        return shared.repository(connection, name);
    }

    @Override
    public Optional<String> bucket(String name) {
        return shared.bucket(name);
    }

    @Override
    public Optional<BuildProject> buildProject(String name) {
        return shared.buildProject(name);
    }

    @Override
    public Optional<DeploymentGroup> deploymentGroup(String application, String group) {
        return shared.deploymentGroup(application, group);
    }

    @Override
    public Optional<CommandMapping> provider(String providerName, String projectName) {
        return shared.provider(providerName, projectName);
    }

    @Override
    public Optional<String> job(String providerName, String projectName) {
        return shared.job(providerName, projectName);
    }

    @Override
    public Optional<FunctionMapping> function(String name) {
        return shared.function(name);
    }

    @Override
    public Optional<AlarmMapping> alarm(String name) {
        return shared.alarm(name);
    }

    @Override
    public Optional<ImageRepository> image(String name) {
        return shared.image(name);
    }

    @Override
    public String howToMap(String kind, String name) {
        return shared.howToMap(kind, name);
    }
}
