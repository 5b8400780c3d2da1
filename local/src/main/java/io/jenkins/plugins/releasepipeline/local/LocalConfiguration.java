package io.jenkins.plugins.releasepipeline.local;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import io.jenkins.plugins.releasepipeline.runtime.Retention;
import io.jenkins.plugins.releasepipeline.trigger.GenericPayload;
import io.jenkins.plugins.releasepipeline.trigger.PollSettings;
import io.jenkins.plugins.releasepipeline.trigger.StatusTarget;
import io.jenkins.plugins.releasepipeline.trigger.TargetWebhook;
import io.jenkins.plugins.releasepipeline.trigger.WebhookEndpoint;
import io.jenkins.plugins.releasepipeline.trigger.WebhookProvider;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A file of name mappings, {@code release-pipeline.yaml}: what the names that definitions mention stand for on this
 * machine. Relative paths begin at the file's directory. Every section may be missing.
 */
final class LocalConfiguration {
    private static final long MAX_BYTES = 1 << 20;
    private static final int KEPT = 200;
    private static final int MAX_KEPT = 1_000_000;
    private static final int MAX_DAYS = 36_500;
    private static final int MAX_FUNCTION_SECONDS = 900;
    private static final int MAX_POLL_SECONDS = 86_400;
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .build();

    private final Path file;
    private final Sections sections;

    private LocalConfiguration(Path file, Sections sections) {
        this.file = file;
        this.sections = sections;
    }

    /** The file of a home; nothing is mapped when there is none. */
    static LocalConfiguration ofHome(Path home) throws IOException, WrongCallException {
        Path file = home.resolve(LocalHome.MAPPINGS);
        return Files.exists(file) ? read(file) : new LocalConfiguration(file.toAbsolutePath(), Sections.EMPTY);
    }

    /** @throws WrongCallException when the file says something that is not understood: where, and what would be */
    static LocalConfiguration read(Path file) throws IOException, WrongCallException {
        if (Files.size(file) > MAX_BYTES) {
            throw new WrongCallException(
                    file + ": has " + Files.size(file) + " bytes; name mappings have at most " + MAX_BYTES);
        }
        byte[] content = Files.readAllBytes(file);
        try {
            Sections sections = content.length == 0 ? Sections.EMPTY : YAML.readValue(content, Sections.class);
            return new LocalConfiguration(file.toAbsolutePath(), sections == null ? Sections.EMPTY : sections);
        } catch (UnrecognizedPropertyException e) {
            throw new WrongCallException(place(file, e) + "there is no '" + e.getPropertyName() + "' here; known are "
                    + e.getKnownPropertyIds().stream()
                            .map(Object::toString)
                            .sorted()
                            .collect(Collectors.joining(", ")));
        } catch (JsonMappingException e) {
            throw new WrongCallException(place(file, e) + path(e) + problem(e));
        } catch (JsonProcessingException e) {
            throw new WrongCallException(place(file, e) + "This is not YAML: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    LocalMappings mappings() {
        return new LocalMappings(file, sections, Map.of());
    }

    LocalSecrets secrets() {
        return new LocalSecrets(file, sections.secrets(), sections.credentials());
    }

    LocalAgents.Settings agents() {
        return sections.agents().settings();
    }

    /** @throws WrongCallException for a name or a pointer that is none */
    List<WebhookEndpoint> webhooks() throws WrongCallException {
        List<WebhookEndpoint> endpoints = new ArrayList<>();
        for (Map.Entry<String, WebhookSection> each : sections.webhooks().entrySet()) {
            WebhookSection section = each.getValue();
            try {
                endpoints.add(new WebhookEndpoint(
                        each.getKey(),
                        section.provider(),
                        section.secret() == null ? "" : section.secret(),
                        section.pointers() == null
                                ? GenericPayload.COMMON
                                : section.pointers().payload(),
                        section.topics(),
                        section.target()));
            } catch (IllegalArgumentException e) {
                throw new WrongCallException(file + ": webhooks." + each.getKey() + ": " + e.getMessage());
            }
        }
        return endpoints;
    }

    /**
     * By the names that source actions call repositories.
     *
     * @throws WrongCallException when something is missing or wrong
     */
    Map<String, StatusTarget> commitStatuses() throws WrongCallException {
        Map<String, StatusTarget> targets = new LinkedHashMap<>();
        for (Map.Entry<String, StatusSection> each : sections.commitStatuses().entrySet()) {
            StatusSection section = each.getValue();
            try {
                targets.put(
                        each.getKey(),
                        new StatusTarget(
                                section.provider(),
                                section.api(),
                                section.repository() == null ? each.getKey() : section.repository(),
                                section.credentials()));
            } catch (IllegalArgumentException e) {
                throw new WrongCallException(file + ": commitStatuses." + each.getKey() + ": " + e.getMessage());
            }
        }
        return targets;
    }

    /** Where others find the page, without a slash at the end; empty when they do not. */
    String address() {
        return sections.address();
    }

    PollSettings polling() {
        return sections.polling().settings();
    }

    Retention retention() {
        return sections.history().retention();
    }

    private static String place(Path file, JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null ? file + ": " : file + ":" + location.getLineNr() + ":" + location.getColumnNr() + ": ";
    }

    /** In words of the file, and without what it holds: that might be a secret which stands in the wrong place. */
    private static String problem(JsonMappingException e) {
        if (e instanceof ValueInstantiationException && e.getCause() instanceof IllegalArgumentException wrong) {
            return wrong.getMessage();
        }
        Class<?> type = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (type == null) {
            return e.getOriginalMessage().lines().findFirst().orElse("");
        }
        if (type.isEnum()) {
            return "must be one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        if (type.isRecord()) {
            return "must be an object; it may have "
                    + Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getName)
                            .collect(Collectors.joining(", "));
        }
        if (Map.class.isAssignableFrom(type)) {
            return "must be an object of names and what they stand for";
        }
        if (type == Integer.class) {
            return "must be a whole number";
        }
        return type == boolean.class ? "must be true or false" : "must be a text";
    }

    private static String path(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(each -> each.getFieldName() == null ? "[" + each.getIndex() + "]" : each.getFieldName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "" : path + ": ";
    }

    /** The file's top level. */
    record Sections(
            Map<String, RepositorySection> repositories,
            Map<String, Path> buckets,
            Map<String, BuildProjectSection> buildProjects,
            Map<String, DeploymentGroupSection> deploymentGroups,
            Map<String, CommandSection> providers,
            Map<String, FunctionSection> functions,
            Map<String, AlarmSection> alarms,
            Map<String, SecretSection> secrets,
            Map<String, CredentialsSection> credentials,
            AgentsSection agents,
            HistorySection history,
            Map<String, WebhookSection> webhooks,
            Map<String, ImageSection> images,
            PollingSection polling,
            Map<String, StatusSection> commitStatuses,
            String address,
            Map<String, PersonSection> people) {

        static final Sections EMPTY = new Sections(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

        Sections {
            repositories = orEmpty(repositories);
            buckets = orEmpty(buckets);
            buildProjects = orEmpty(buildProjects);
            deploymentGroups = orEmpty(deploymentGroups);
            providers = orEmpty(providers);
            functions = orEmpty(functions);
            alarms = orEmpty(alarms);
            secrets = orEmpty(secrets);
            credentials = orEmpty(credentials);
            agents = agents == null ? new AgentsSection(null, null, null) : agents;
            webhooks = orEmpty(webhooks);
            images = orEmpty(images);
            commitStatuses = orEmpty(commitStatuses);
            people = orEmpty(people);
            if (address != null && !address.matches("https?://[^\\s?#]+")) {
                throw new IllegalArgumentException(
                        "'address' is where others find the page, as https://releases.example.org");
            }
            address = address == null ? "" : address.replaceFirst("/+$", "");
            polling = polling == null ? new PollingSection(null, null) : polling;
            history = history == null ? new HistorySection(null, null) : history;
        }
    }

    record RepositorySection(String url, String credentials) {
        RepositorySection {
            required(url, "url");
        }
    }

    record BuildProjectSection(
            String label, String buildspec, Map<String, String> environment, Integer timeoutMinutes, Path cache) {
        BuildProjectSection {
            label = label == null ? "" : label;
            environment = orEmpty(environment);
        }
    }

    record DeploymentGroupSection(
            List<TargetSection> targets, NameMappings.DeploymentConfiguration configuration, boolean allowRunAs) {
        DeploymentGroupSection {
            if (targets == null || targets.isEmpty()) {
                throw new IllegalArgumentException("'targets' must list at least one target with a root");
            }
            configuration = configuration == null ? NameMappings.DeploymentConfiguration.OneAtATime : configuration;
        }
    }

    record TargetSection(String name, String label, Path root) {
        TargetSection {
            required(root, "root");
            label = label == null ? "" : label;
        }
    }

    record CommandSection(List<String> command, String label, Integer timeoutMinutes) {
        CommandSection {
            if (command == null || command.isEmpty()) {
                throw new IllegalArgumentException("'command' must list a program and its arguments");
            }
            label = label == null ? "" : label;
        }
    }

    record FunctionSection(String url, String credentials, Integer timeoutSeconds) {
        FunctionSection {
            required(url, "url");
            if (timeoutSeconds != null && (timeoutSeconds < 1 || timeoutSeconds > MAX_FUNCTION_SECONDS)) {
                throw new IllegalArgumentException("'timeoutSeconds' must be 1 to " + MAX_FUNCTION_SECONDS);
            }
        }
    }

    record AlarmSection(String url, String pointer, String expected, String credentials) {
        AlarmSection {
            required(url, "url");
            required(pointer, "pointer");
            required(expected, "expected");
        }
    }

    /**
     * An address where deliveries of a repository's host arrive, and the name of the secret that they know; the rest is of
     * SNS, and of PutWebhook.
     */
    record WebhookSection(
            WebhookProvider provider,
            String secret,
            PointersSection pointers,
            Set<String> topics,
            String targetPipeline,
            String targetAction,
            TargetWebhook.Authentication authentication,
            String allowedIPRange,
            boolean behindProxy,
            List<TargetWebhook.Filter> filters) {
        WebhookSection {
            required(provider, "provider");
            topics = topics == null ? Set.of() : Set.copyOf(topics);
            filters = filters == null ? List.of() : List.copyOf(filters);
        }

        Optional<TargetWebhook> target() {
            boolean any = targetPipeline != null
                    || targetAction != null
                    || authentication != null
                    || allowedIPRange != null
                    || !filters.isEmpty();
            return any || provider == WebhookProvider.PUT_WEBHOOK
                    ? Optional.of(new TargetWebhook(
                            targetPipeline,
                            targetAction,
                            filters,
                            authentication,
                            allowedIPRange == null ? "" : allowedIPRange,
                            behindProxy))
                    : Optional.empty();
        }
    }

    /** Where what becomes of a repository's commits is told. */
    record StatusSection(WebhookProvider provider, String api, String repository, String credentials) {
        StatusSection {
            required(provider, "provider");
            required(credentials, "credentials");
        }
    }

    /** A registry's repository of images. */
    record ImageSection(String url, String credentials) {
        ImageSection {
            required(url, "url");
        }
    }

    /** How often sources are looked at, in seconds, and which repositories although nothing in a definition says so. */
    record PollingSection(Integer seconds, Set<String> repositories) {
        PollingSection {
            if (seconds != null && (seconds < 0 || seconds > MAX_POLL_SECONDS)) {
                throw new IllegalArgumentException(
                        "'seconds' must be 1 to " + MAX_POLL_SECONDS + ", or 0 to look at nothing");
            }
            repositories = repositories == null ? Set.of() : Set.copyOf(repositories);
        }

        PollSettings settings() {
            return new PollSettings(
                    seconds == null ? PollSettings.standard().interval() : Duration.ofSeconds(seconds), repositories);
        }
    }

    /** Where a generic sender says what happened. */
    record PointersSection(String repository, String ref, String after, String before) {
        GenericPayload payload() {
            GenericPayload common = GenericPayload.COMMON;
            return new GenericPayload(
                    repository == null ? common.repository() : repository,
                    ref == null ? common.ref() : ref,
                    after == null ? common.after() : after,
                    before == null ? common.before() : before);
        }
    }

    /** Where a secret is: never the secret itself. */
    record SecretSection(String env, Path file) {
        SecretSection {
            if ((env == null) == (file == null)) {
                throw new IllegalArgumentException("a secret is either 'env: VARIABLE' or 'file: PATH'");
            }
        }
    }

    /** The groups that somebody belongs to, and other names that he signs commits with. */
    record PersonSection(Set<String> groups, Set<String> aliases) {
        PersonSection {
            groups = groups == null ? Set.of() : Set.copyOf(groups);
            aliases = aliases == null ? Set.of() : Set.copyOf(aliases);
        }
    }

    record CredentialsSection(String username, SecretSection password) {
        CredentialsSection {
            required(username, "username");
            required(password, "password");
        }
    }

    /** How many attempts have an agent at a time, which labels this machine answers to, what processes inherit. */
    record AgentsSection(Integer capacity, Set<String> labels, Set<String> environment) {
        AgentsSection {
            if (capacity != null && capacity <= 0) {
                throw new IllegalArgumentException("'capacity' must be at least 1");
            }
            labels = labels == null ? Set.of() : Set.copyOf(labels);
            environment = environment == null ? Set.of() : Set.copyOf(environment);
        }

        LocalAgents.Settings settings() {
            LocalAgents.Settings defaults = LocalAgents.Settings.defaults();
            return new LocalAgents.Settings(
                    capacity == null ? defaults.capacity() : capacity, labels, environment, defaults.grace());
        }
    }

    /** How many executions of a pipeline are kept, and for how many days. */
    record HistorySection(Integer executions, Integer days) {
        HistorySection {
            if (executions != null && (executions < 1 || executions > MAX_KEPT)) {
                throw new IllegalArgumentException("'executions' must be 1 to " + MAX_KEPT);
            }
            if (days != null && (days < 1 || days > MAX_DAYS)) {
                throw new IllegalArgumentException("'days' must be 1 to " + MAX_DAYS);
            }
        }

        Retention retention() {
            return new Retention(
                    executions == null ? KEPT : executions,
                    Optional.ofNullable(days).map(Duration::ofDays));
        }
    }

    private static <V> Map<String, V> orEmpty(Map<String, V> map) {
        return map == null ? Map.of() : Map.copyOf(map);
    }

    private static void required(Object value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
    }
}
