package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.action.NameCheck;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.engine.Approver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What names stand for on this machine, by its configuration file. */
final class LocalMappings implements NameMappings {
    private static final String REPOSITORY_PLACE = "{repository}";

    private static final Pattern SCP_LIKE = Pattern.compile("[^/]+@[^/]+:.*");

    private final Path file;
    private final LocalConfiguration.Sections sections;
    private final Map<String, String> overrides;

    /** @param overrides repository or bucket name, as {@link NameCheck#sourceName} gives it, to what replaces it */
    LocalMappings(Path file, LocalConfiguration.Sections sections, Map<String, String> overrides) {
        this.file = file;
        this.sections = sections;
        this.overrides = overrides;
    }

    /** These mappings, with other places for some source actions. */
    LocalMappings withSources(List<ActionDeclaration> actions, Map<String, RunOptions.SourceOverride> sources) {
        Map<String, String> names = new LinkedHashMap<>();
        for (ActionDeclaration action : actions) {
            RunOptions.SourceOverride override = sources.get(action.name());
            if (override != null) {
                names.put(NameCheck.sourceName(action), here(override.location()));
            }
        }
        return new LocalMappings(file, sections, names);
    }

    /** Who goes by that name, with his groups and other names. */
    Approver approver(String name) {
        LocalConfiguration.PersonSection person = sections.people().get(name);
        return person == null ? Approver.named(name) : new Approver(name, person.groups(), person.aliases());
    }

    @Override
    public Optional<Repository> repository(String connection, String name) {
        String override = overrides.get(name);
        if (override != null) {
            return Optional.of(new Repository(override, Optional.empty()));
        }
        LocalConfiguration.RepositorySection section = sections.repositories().get(name);
        if (section == null && !connection.isEmpty()) {
            section = sections.repositories().get(connection);
        }
        return Optional.ofNullable(section)
                .map(found -> new Repository(
                        place(found.url().replace(REPOSITORY_PLACE, name)), Optional.ofNullable(found.credentials())));
    }

    @Override
    public Optional<String> bucket(String name) {
        String override = overrides.get(name);
        return override != null
                ? Optional.of(override)
                : Optional.ofNullable(sections.buckets().get(name)).map(this::absolute);
    }

    @Override
    public Optional<ImageRepository> image(String name) {
        return Optional.ofNullable(sections.images().get(name))
                .map(found -> new ImageRepository(found.url(), Optional.ofNullable(found.credentials())));
    }

    @Override
    public Optional<BuildProject> buildProject(String name) {
        return Optional.ofNullable(sections.buildProjects().get(name))
                .map(found -> new BuildProject(
                        found.label(),
                        Optional.ofNullable(found.buildspec()),
                        found.environment(),
                        minutes(found.timeoutMinutes()),
                        Optional.ofNullable(found.cache()).map(this::absolute)));
    }

    @Override
    public Optional<DeploymentGroup> deploymentGroup(String application, String group) {
        return Optional.ofNullable(sections.deploymentGroups().get(application + "/" + group))
                .map(found -> {
                    List<DeploymentTarget> targets = new ArrayList<>();
                    for (LocalConfiguration.TargetSection target : found.targets()) {
                        String name = target.name() == null ? "target-" + (targets.size() + 1) : target.name();
                        targets.add(new DeploymentTarget(name, target.label(), absolute(target.root())));
                    }
                    return new DeploymentGroup(targets, found.configuration(), found.allowRunAs());
                });
    }

    @Override
    public Optional<CommandMapping> provider(String providerName, String projectName) {
        LocalConfiguration.CommandSection section = sections.providers().get(providerName + "/" + projectName);
        if (section == null) {
            section = sections.providers().get(providerName);
        }
        return Optional.ofNullable(section)
                .map(found -> new CommandMapping(found.command(), found.label(), minutes(found.timeoutMinutes())));
    }

    @Override
    public Optional<FunctionMapping> function(String name) {
        return Optional.ofNullable(sections.functions().get(name))
                .map(found -> new FunctionMapping(
                        found.url(),
                        Optional.ofNullable(found.credentials()),
                        Duration.ofSeconds(found.timeoutSeconds() == null ? 60 : found.timeoutSeconds())));
    }

    @Override
    public Optional<AlarmMapping> alarm(String name) {
        return Optional.ofNullable(sections.alarms().get(name))
                .map(found -> new AlarmMapping(
                        found.url(), found.pointer(), found.expected(), Optional.ofNullable(found.credentials())));
    }

    @Override
    public String howToMap(String kind, String name) {
        String entry =
                switch (kind) {
                    case "repositories" -> "{url: /path/or/url.git}";
                    case "buckets" -> "/path/to/a/directory";
                    case "deploymentGroups" -> "{targets: [{name: one, root: /path/to/its/root}]}";
                    case "images" -> "{url: https://registry.example.org/team/image}";
                    case "functions" -> "{url: https://host/path}";
                    case "alarms" -> "{url: https://host/path, pointer: /status, expected: ok}";
                    case "providers" -> "{command: [program, argument]}";
                    default -> "{}";
                };
        return "Map it in " + file + ", under '" + kind + ":', as '\"" + name + "\": " + entry + "'.";
    }

    private String absolute(Path path) {
        return file.resolveSibling(path).normalize().toString();
    }

    /** A URL as it is, a path from the file's directory. */
    private String place(String urlOrPath) {
        return isUrl(urlOrPath) ? urlOrPath : absolute(Path.of(urlOrPath));
    }

    /** A URL as it is, a path from where the command was typed. */
    private static String here(String urlOrPath) {
        return isUrl(urlOrPath)
                ? urlOrPath
                : Path.of(urlOrPath).toAbsolutePath().normalize().toString();
    }

    private static boolean isUrl(String text) {
        return text.contains("://") || SCP_LIKE.matcher(text).matches();
    }

    private static Optional<Duration> minutes(Integer number) {
        return Optional.ofNullable(number).map(Duration::ofMinutes);
    }
}
