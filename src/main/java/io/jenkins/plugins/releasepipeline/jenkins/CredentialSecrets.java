package io.jenkins.plugins.releasepipeline.jenkins;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * Names of secrets are ids of credentials: of those that the job may use, in the stores of its folders and of Jenkins, with
 * the authorization that the job runs with. Each use is tracked. For no job in particular, those that all jobs may use.
 */
final class CredentialSecrets implements SecretResolver {
    private final PipelineJobs jobs;
    private final Optional<ReleasePipelineJob> job;

    CredentialSecrets(PipelineJobs jobs) {
        this(jobs, Optional.empty());
    }

    private CredentialSecrets(PipelineJobs jobs, Optional<ReleasePipelineJob> job) {
        this.jobs = jobs;
        this.job = job;
    }

    @Override
    public SecretResolver forPipeline(String pipelineName) {
        return new CredentialSecrets(jobs, jobs.job(pipelineName));
    }

    @Override
    public Optional<String> secret(String name) {
        return credentials(StringCredentials.class, name)
                .map(found -> found.getSecret().getPlainText());
    }

    @Override
    public Optional<UsernamePassword> usernamePassword(String credentialsId) {
        return credentials(StandardUsernamePasswordCredentials.class, credentialsId)
                .map(found -> new UsernamePassword(
                        found.getUsername(), found.getPassword().getPlainText()));
    }

    @Override
    public String howToMap(String name) {
        return "Add a credential with the id '" + name
                + "' in Manage Jenkins, Credentials, with the scope Global, or in a" + " folder that the job is in.";
    }

    private <C extends IdCredentials> Optional<C> credentials(Class<C> type, String id) {
        Optional<C> found = all(type).stream()
                .filter(each -> each.getId().equals(id) && each.getScope() != CredentialsScope.SYSTEM)
                .findFirst();
        if (job.isPresent() && found.isPresent()) {
            CredentialsProvider.track(job.get(), found.get());
        }
        return found;
    }

    private <C extends IdCredentials> List<C> all(Class<C> type) {
        return job.isPresent()
                ? CredentialsProvider.lookupCredentialsInItem(type, job.get(), Tasks.getAuthenticationOf2(job.get()))
                : CredentialsProvider.lookupCredentialsInItemGroup(type, Jenkins.get(), ACL.SYSTEM2);
    }
}
