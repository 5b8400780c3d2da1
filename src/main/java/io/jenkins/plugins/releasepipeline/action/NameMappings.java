package io.jenkins.plugins.releasepipeline.action;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the host makes of the names that a definition mentions: the design's "Names that a definition mentions".
 * Thread-safe, does not block.
 */
public interface NameMappings {

    /** As one pipeline sees names: a host may have names that are for some pipelines only. */
    default NameMappings forPipeline(String pipelineName) {
        return this;
    }

    /** As one execution of a pipeline sees them: what a name stands for may depend on whom it acts for. */
    default NameMappings forExecution(String pipelineName, String executionId) {
        return forPipeline(pipelineName);
    }

    /** The repository of a source action; {@code name} is its repository name or full repository id, and connection. */
    Optional<Repository> repository(String connection, String name);

    /** Where a bucket's objects are: a directory, or a zip file that is the one object it has. */
    Optional<String> bucket(String name);

    Optional<BuildProject> buildProject(String name);

    Optional<DeploymentGroup> deploymentGroup(String application, String group);

    /**
     * The command line that stands for a provider that is not built in ({@code Jenkins}, for example), and for its
     * project or server where it names one.
     *
     * @param providerName the action type's provider
     * @param projectName what its configuration names ({@code ProjectName}); empty when it names nothing
     */
    Optional<CommandMapping> provider(String providerName, String projectName);

    /**
     * The job of the host's own that stands for a provider that is not built in, and for its project where it names one.
     *
     * @return the job's full name; empty when none does, or the host has no jobs
     */
    default Optional<String> job(String providerName, String projectName) {
        return Optional.empty();
    }

    /** What a function's name stands for; empty when nothing does. */
    default Optional<FunctionMapping> function(String name) {
        return Optional.empty();
    }

    /** What tells how an alarm stands; empty when nothing does. */
    default Optional<AlarmMapping> alarm(String name) {
        return Optional.empty();
    }

    /** The repository of a registry that an image repository's name stands for; empty when nothing does. */
    default Optional<ImageRepository> image(String name) {
        return Optional.empty();
    }

    /** What a person writes, and where, to map {@code kind} ({@code "repositories"}, {@code "buckets"} …) {@code name}. */
    String howToMap(String kind, String name);

    /**
     * @param url anything git takes as a repository
     * @param credentialsId a name for {@link SecretResolver#usernamePassword}; empty for none
     */
    record Repository(String url, Optional<String> credentialsId) {}

    /**
     * @param url registry and repository, as {@code https://registry.example.org/team/image}
     * @param credentialsId a name for {@link SecretResolver#usernamePassword}; empty for none
     */
    record ImageRepository(String url, Optional<String> credentialsId) {}

    /**
     * @param label the agents it may run on; empty for any
     * @param buildspec a path in the source, or the buildspec's own text; empty for {@code buildspec.yml}
     * @param environment the project's own environment variables
     * @param timeout how long a build may take; empty for the built-in limit
     * @param cacheDirectory where local caches of the project are kept between builds; empty for no cache
     */
    record BuildProject(
            String label,
            Optional<String> buildspec,
            Map<String, String> environment,
            Optional<Duration> timeout,
            Optional<String> cacheDirectory) {}

    /** How many targets of a deployment may be taken out at once. */
    enum DeploymentConfiguration {
        AllAtOnce,
        HalfAtATime,
        OneAtATime
    }

    /**
     * @param targets the machines, at least one, in the order of deployment
     * @param configuration how many at once
     * @param allowRunAs whether hooks and permissions may name another user
     */
    record DeploymentGroup(List<DeploymentTarget> targets, DeploymentConfiguration configuration, boolean allowRunAs) {}

    /**
     * @param name the target's name, unique in its group; letters, digits, {@code -}, {@code _} and {@code .}
     * @param label the agent's label; empty for any agent
     * @param root the directory that stands for {@code /} of the target: absolute destinations of an appspec begin there
     */
    record DeploymentTarget(String name, String label, String root) {}

    /**
     * @param command program and arguments
     * @param label the agents it may run on; empty for any
     * @param timeout how long it may take; empty for the built-in limit
     */
    record CommandMapping(List<String> command, String label, Optional<Duration> timeout) {}

    /**
     * Where a function is called.
     *
     * @param url an {@code http} or {@code https} URL that takes a POST of JSON
     * @param credentialsId a name for {@link SecretResolver#usernamePassword}; empty for none
     * @param timeout how long an answer may take
     */
    record FunctionMapping(String url, Optional<String> credentialsId, Duration timeout) {}

    /**
     * How an alarm is looked up in whatever monitoring there is.
     *
     * @param url an {@code http} or {@code https} URL that answers a GET with JSON
     * @param pointer a JSON pointer to the value in the answer
     * @param expected the text of that value when there is no alarm
     * @param credentialsId a name for {@link SecretResolver#usernamePassword}; empty for none
     */
    record AlarmMapping(String url, String pointer, String expected, Optional<String> credentialsId) {}
}
