package io.jenkins.plugins.releasepipeline.jenkins;

import io.jenkins.plugins.releasepipeline.action.NameMappings;
import java.util.Optional;

/** Nothing stands for anything: names of repositories, buckets, projects and groups cannot be mapped here yet. */
final class NoMappings implements NameMappings {

    @Override
    public Optional<Repository> repository(String connection, String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> bucket(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<BuildProject> buildProject(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<DeploymentGroup> deploymentGroup(String application, String group) {
        return Optional.empty();
    }

    @Override
    public Optional<CommandMapping> provider(String providerName, String projectName) {
        return Optional.empty();
    }

    @Override
    public String howToMap(String kind, String name) {
        return "Names of " + kind + " cannot be mapped on Jenkins yet.";
    }
}
