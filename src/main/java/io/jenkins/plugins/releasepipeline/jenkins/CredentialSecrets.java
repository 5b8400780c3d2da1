package io.jenkins.plugins.releasepipeline.jenkins;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import io.jenkins.plugins.releasepipeline.jenkins.names.UrlRequirements;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Names of secrets are ids of credentials. For no pipeline in particular, those that Jenkins itself may use. */
final class CredentialSecrets implements SecretResolver {
    private final PipelineJobs jobs;
    private final Function<String, Optional<ReleasePipelineRun>> runs;
    private final CredentialLookup lookup;

    /** @param runs by the ids of executions under way */
    CredentialSecrets(PipelineJobs jobs, Function<String, Optional<ReleasePipelineRun>> runs) {
        this(jobs, runs, new CredentialLookup.OfJenkins());
    }

    private CredentialSecrets(
            PipelineJobs jobs, Function<String, Optional<ReleasePipelineRun>> runs, CredentialLookup lookup) {
        this.jobs = jobs;
        this.runs = runs;
        this.lookup = lookup;
    }

    @Override
    public SecretResolver forPipeline(String pipelineName) {
        return with(jobs.job(pipelineName)
                .<CredentialLookup>map(job -> new CredentialLookup.OfJob(job, Optional.empty()))
                .orElseGet(CredentialLookup.OfNobody::new));
    }

    @Override
    public SecretResolver forExecution(String pipelineName, String executionId) {
        Optional<ReleasePipelineRun> run = runs.apply(executionId);
        return run.isEmpty()
                ? forPipeline(pipelineName)
                : with(new CredentialLookup.OfJob(run.get().getParent(), run));
    }

    private SecretResolver with(CredentialLookup other) {
        return new CredentialSecrets(jobs, runs, other);
    }

    @Override
    public Optional<String> secret(String name) {
        return lookup.find(StringCredentials.class, name, List.of())
                .map(found -> found.getSecret().getPlainText());
    }

    @Override
    public Optional<String> secret(String name, String url) {
        return lookup.find(StringCredentials.class, name, UrlRequirements.of(url))
                .map(found -> found.getSecret().getPlainText());
    }

    @Override
    public Optional<UsernamePassword> usernamePassword(String credentialsId, String url) {
        return lookup.find(StandardUsernamePasswordCredentials.class, credentialsId, UrlRequirements.of(url))
                .map(found -> new UsernamePassword(
                        found.getUsername(), found.getPassword().getPlainText()));
    }

    @Override
    public String howToMap(String name) {
        return "Add a credential with the id '" + name
                + "' in Manage Jenkins, Credentials, with the scope Global, or in a" + " folder that the job is in.";
    }
}
