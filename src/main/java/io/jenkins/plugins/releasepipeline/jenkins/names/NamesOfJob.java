package io.jenkins.plugins.releasepipeline.jenkins.names;

import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import jenkins.model.Jenkins;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;

/**
 * What names stand for in the definition of one job: what its folder says, else the folder around that, and so on, else
 * what is said in <em>Manage Jenkins</em>. Looks at how things are when it is asked.
 */
public final class NamesOfJob implements NameMappings {
    private static final String JENKINS = "Jenkins";

    private final Optional<Item> job;
    private final Supplier<List<Authentication>> readers;

    /**
     * @param job empty for what is said in <em>Manage Jenkins</em> alone
     * @param readers all who have to see a job for its name to stand for it; asked when a name may be that of a job
     */
    public NamesOfJob(Optional<? extends Item> job, Supplier<List<Authentication>> readers) {
        this.job = job.map(each -> each);
        this.readers = readers;
    }

    private List<List<MappedName>> levels() {
        List<List<MappedName>> levels = new ArrayList<>();
        ItemGroup<?> group = job.map(Item::getParent).orElse(null);
        while (group != null) {
            for (GroupNames names : ExtensionList.lookup(GroupNames.class)) {
                levels.add(names.of(group));
            }
            group = group instanceof Item item ? item.getParent() : null;
        }
        levels.add(GlobalNames.get().getNames());
        return levels;
    }

    private <N extends MappedName> Optional<N> find(Class<N> kind, String... names) {
        for (List<MappedName> level : levels()) {
            for (String name : names) {
                for (MappedName each : level) {
                    if (kind.isInstance(each)
                            && !name.isEmpty()
                            && each.getName().equals(name)) {
                        return Optional.of(kind.cast(each));
                    }
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<Repository> repository(String connection, String name) {
        return find(MappedRepository.class, name, connection).map(found -> found.repository(name));
    }

    @Override
    public Optional<String> bucket(String name) {
        return find(MappedBucket.class, name).map(MappedBucket::getDirectory);
    }

    @Override
    public Optional<BuildProject> buildProject(String name) {
        return find(MappedBuildProject.class, name).map(MappedBuildProject::buildProject);
    }

    @Override
    public Optional<DeploymentGroup> deploymentGroup(String application, String group) {
        return find(MappedDeploymentGroup.class, application + "/" + group).map(MappedDeploymentGroup::deploymentGroup);
    }

    @Override
    public Optional<CommandMapping> provider(String providerName, String projectName) {
        return ofProvider(
                providerName, projectName, MappedProviderCommand.class, MappedProviderCommand::commandMapping);
    }

    /** A project of {@code Jenkins} that nothing maps is the job of that name, when those who have to see it do. */
    @Override
    public Optional<String> job(String providerName, String projectName) {
        Optional<String> mapped =
                ofProvider(providerName, projectName, MappedProviderJob.class, MappedProviderJob::getJob);
        return mapped.isPresent()
                        || !providerName.equals(JENKINS)
                        || provider(providerName, projectName).isPresent()
                ? mapped
                : visible(projectName);
    }

    private Optional<String> visible(String name) {
        if (name.isEmpty() || job.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> found = Optional.empty();
        for (Authentication reader : readers.get()) {
            found = visible(name, reader);
            if (found.isEmpty()) {
                return found;
            }
        }
        return found;
    }

    /** What somebody may know of and not see is as what is not there. */
    private Optional<String> visible(String name, Authentication reader) {
        try (ACLContext asReader = ACL.as2(reader)) {
            return Optional.ofNullable(Jenkins.get().getItem(name, job.get(), Job.class))
                    .map(Job::getFullName);
        } catch (AccessDeniedException e) {
            return Optional.empty();
        }
    }

    private <N extends MappedName, R> Optional<R> ofProvider(
            String provider, String project, Class<N> kind, Function<N, R> then) {
        String ofProject = project.isEmpty() ? "" : provider + "/" + project;
        return find(kind, ofProject, provider).map(then);
    }

    @Override
    public Optional<FunctionMapping> function(String name) {
        return find(MappedFunction.class, name).map(MappedFunction::function);
    }

    @Override
    public Optional<AlarmMapping> alarm(String name) {
        return find(MappedAlarm.class, name).map(MappedAlarm::alarm);
    }

    @Override
    public Optional<ImageRepository> image(String name) {
        return find(MappedImage.class, name).map(MappedImage::image);
    }

    @Override
    public String howToMap(String kind, String name) {
        String what =
                switch (kind) {
                    case "repositories" -> Messages.MappedRepository_displayName();
                    case "buckets" -> Messages.MappedBucket_displayName();
                    case "buildProjects" -> Messages.MappedBuildProject_displayName();
                    case "deploymentGroups" -> Messages.MappedDeploymentGroup_displayName();
                    case "images" -> Messages.MappedImage_displayName();
                    case "functions" -> Messages.MappedFunction_displayName();
                    case "alarms" -> Messages.MappedAlarm_displayName();
                    default -> Messages.MappedProviderCommand_displayName();
                };
        if (kind.equals("providers") && name.equals(JENKINS)) {
            return Messages.NamesOfJob_job();
        }
        return switch (kind) {
            case "functions" -> Messages.NamesOfJob_mapFunction(what, name);
            case "buckets", "images", "alarms" -> Messages.NamesOfJob_mapInJenkins(what, name);
            default -> Messages.NamesOfJob_map(what, name);
        };
    }
}
