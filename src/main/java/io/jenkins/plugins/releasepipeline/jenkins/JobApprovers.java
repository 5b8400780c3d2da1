package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.User;
import hudson.security.ACL;
import io.jenkins.plugins.releasepipeline.engine.Approver;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import io.jenkins.plugins.releasepipeline.runtime.Approvers;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/** Asks the security realm who somebody is, and the job whether he may approve there. */
final class JobApprovers implements Approvers {
    private static final Logger LOGGER = Logger.getLogger(JobApprovers.class.getName());

    private final PipelineJobs jobs;

    JobApprovers(PipelineJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Optional<Approver> now(PipelineState state, Approver given) {
        Optional<ReleasePipelineJob> job = jobs.job(state.pipelineName());
        if (job.isEmpty()) {
            return Optional.empty();
        }
        try {
            Authentication user = authentication(given.name());
            return job.get().getACL().hasPermission2(user, Permissions.APPROVE)
                    ? Optional.of(Reader.of(job.get(), user).approver(state))
                    : Optional.empty();
        } catch (AuthenticationException e) {
            LOGGER.log(Level.INFO, "{0} approved ahead in {1}, and is no user any more: {2}", new Object[] {
                given.name(), job.get().getFullName(), e.getMessage()
            });
            return Optional.empty();
        }
    }

    private static Authentication authentication(String name) {
        return name.equals(ACL.ANONYMOUS_USERNAME)
                ? Jenkins.ANONYMOUS2
                : User.getById(name, true).impersonate2();
    }
}
