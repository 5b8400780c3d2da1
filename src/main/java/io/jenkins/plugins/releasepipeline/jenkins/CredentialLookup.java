package io.jenkins.plugins.releasepipeline.jenkins;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.Permission;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/** Where credentials are looked up for a use. Each use by a job or a run is tracked. */
sealed interface CredentialLookup {

    /** @param where what their domain has to allow */
    <C extends IdCredentials> Optional<C> find(Class<C> type, String id, List<DomainRequirement> where);

    /** For nobody: a pipeline whose job is gone. */
    record OfNobody() implements CredentialLookup {
        @Override
        public <C extends IdCredentials> Optional<C> find(Class<C> type, String id, List<DomainRequirement> where) {
            return Optional.empty();
        }
    }

    /** For Jenkins itself: all of its own, also those with the scope System, which are for nobody else. */
    record OfJenkins() implements CredentialLookup {
        @Override
        public <C extends IdCredentials> Optional<C> find(Class<C> type, String id, List<DomainRequirement> where) {
            return CredentialsProvider.lookupCredentialsInItemGroup(type, Jenkins.get(), ACL.SYSTEM2, where).stream()
                    .filter(each -> each.getId().equals(id))
                    .findFirst();
        }
    }

    /**
     * For a job, with the authorization that it has whoever starts it, as Jenkins finds what a job is configured to use: as a user
     * first his own, then, if he may use them there ({@code Credentials/UseItem}), those of the job's folders and of Jenkins. In a run
     * that acts as somebody else, next those that he may use: of folders and Jenkins likewise, and his own with {@code
     * Credentials/UseOwn}.
     */
    record OfJob(ReleasePipelineJob job, Optional<ReleasePipelineRun> run) implements CredentialLookup {
        @Override
        public <C extends IdCredentials> Optional<C> find(Class<C> type, String id, List<DomainRequirement> where) {
            Authentication always = RunAuthentication.of(job);
            Optional<C> found = of(type, id, where, always).or(() -> ofItem(type, id, where, always));
            if (run.isPresent() && found.isEmpty()) {
                Authentication now = RunAuthentication.of(run.get());
                found = ofItem(type, id, where, now)
                        .or(() -> may(now, CredentialsProvider.USE_OWN) ? of(type, id, where, now) : Optional.empty());
            }
            return found.map(each -> used(type, each));
        }

        private <C extends IdCredentials> Optional<C> ofItem(
                Class<C> type, String id, List<DomainRequirement> where, Authentication as) {
            return may(as, CredentialsProvider.USE_ITEM) ? of(type, id, where, ACL.SYSTEM2) : Optional.empty();
        }

        private boolean may(Authentication as, Permission permission) {
            return job.getACL().hasPermission2(as, permission);
        }

        private <C extends IdCredentials> Optional<C> of(
                Class<C> type, String id, List<DomainRequirement> where, Authentication as) {
            return CredentialsProvider.lookupCredentialsInItem(type, job, as, where).stream()
                    .filter(each -> each.getId().equals(id) && each.getScope() != CredentialsScope.SYSTEM)
                    .findFirst();
        }

        private <C extends IdCredentials> C used(Class<C> type, C found) {
            if (run.isEmpty()) {
                return CredentialsProvider.track(job, found);
            }
            CredentialsProvider.track((Run<?, ?>) run.get(), found);
            return Stream.of(found.forRun(run.get()))
                    .filter(type::isInstance)
                    .map(type::cast)
                    .findFirst()
                    .orElse(found);
        }
    }
}
