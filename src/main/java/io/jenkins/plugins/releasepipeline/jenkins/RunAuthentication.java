package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Queue;
import hudson.model.User;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import io.jenkins.plugins.releasepipeline.engine.ExecutionOrigin;
import io.jenkins.plugins.releasepipeline.engine.ExecutionState;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import java.util.Calendar;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * As whom a run acts, which is decided once: what its actions see, use and start is what he may see, use and start, also after
 * a restart. A run from the queue acts as whom it had its executor; one of an execution that began without the queue, as whom a
 * {@code QueueItemAuthenticator} names for an item with its causes.
 */
final class RunAuthentication {
    private static final Logger LOGGER = Logger.getLogger(RunAuthentication.class.getName());
    private static final String SYSTEM = "";

    private RunAuthentication() {}

    /** Whoever it is by then: anonymous, once there is no such user any more. */
    static Authentication of(ReleasePipelineRun run) {
        return called(run.actsAs());
    }

    /** As whom a run of the job acts as long as nothing is known of what starts it: who polls for the job, say. */
    static Authentication of(ReleasePipelineJob job) {
        return Tasks.getAuthenticationOf2(job);
    }

    /** What a run remembers of whom the thread acts as. */
    static String ofThisThread() {
        return name(Jenkins.getAuthentication2());
    }

    /** What a run remembers that was not in the queue; one that was not told its causes yet has those of its execution. */
    static String withoutQueue(ReleasePipelineRun run) {
        ReleasePipelineJob job = run.getParent();
        Optional<ExecutionState> live = JenkinsHost.get().live(run);
        List<Cause> causes = live.filter(execution -> run.getCauses().isEmpty())
                .map(execution -> Causes.of(job, execution.origin(), execution.position()))
                .orElseGet(run::getCauses);
        return live.map(execution -> withoutQueue(job, execution.origin(), causes))
                .orElseGet(() -> withCauses(job, causes));
    }

    /**
     * What the run of an execution remembers that began without the queue. One that takes a stage back by itself acts as the run
     * whose failure it answers.
     */
    static String withoutQueue(ReleasePipelineJob job, ExecutionOrigin origin, List<Cause> causes) {
        Optional<ReleasePipelineRun> failed = origin.trigger().type() == TriggerType.AutomatedRollback
                ? job.run(origin.trigger().detail())
                : Optional.empty();
        return failed.map(ReleasePipelineRun::actsAs).orElseGet(() -> withCauses(job, causes));
    }

    private static String withCauses(ReleasePipelineJob job, List<Cause> causes) {
        try {
            return name(new Queue.WaitingItem(Calendar.getInstance(), job, List.of(new CauseAction(causes)))
                    .authenticate2());
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "It cannot be told as whom a run of " + job + " acts: as anonymous", e);
            return Jenkins.ANONYMOUS2.getName();
        }
    }

    private static String name(Authentication authentication) {
        return authentication.equals(ACL.SYSTEM2) ? SYSTEM : authentication.getName();
    }

    private static Authentication called(String name) {
        if (name.equals(SYSTEM)) {
            return ACL.SYSTEM2;
        }
        if (name.equals(Jenkins.ANONYMOUS2.getName())) {
            return Jenkins.ANONYMOUS2;
        }
        try {
            return Optional.ofNullable(User.getById(name, false))
                    .map(User::impersonate2)
                    .orElse(Jenkins.ANONYMOUS2);
        } catch (UsernameNotFoundException e) {
            LOGGER.log(Level.WARNING, "{0}, as whom a release pipeline runs, is no user any more", name);
            return Jenkins.ANONYMOUS2;
        }
    }
}
