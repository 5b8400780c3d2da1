package io.jenkins.plugins.releasepipeline.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.releasepipeline.action.source.SourceRepositories;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.TriggerDeclaration;
import io.jenkins.plugins.releasepipeline.engine.TriggerType;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.ActionTold;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.PullRequestAction;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.PullRequestChanged;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefChanged;
import io.jenkins.plugins.releasepipeline.trigger.RepositoryEvent.RefKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Starts the pipelines that an event is for (reference §1.12): by a source action's trigger where it has one, else when its
 * own branch changed. All source actions that the event is for take its commit. The same commit starts a pipeline once,
 * however many events tell of it; a branch that was rewound to a commit starts again. Thread-safe; blocks for git.
 */
public final class TriggerStarts {
    private static final int FULL_COMMIT = 40;

    private final TriggeredPipelines pipelines;
    private final SourceRepositories repositories;

    public TriggerStarts(TriggeredPipelines pipelines, SourceRepositories repositories) {
        this.pipelines = pipelines;
        this.repositories = repositories;
    }

    /**
     * @param delivery how the delivery is called where it is told of
     * @return what became of it, a line for each pipeline that reads the repository
     * @throws IOException when git or a pipeline cannot be asked now; asking again starts nothing twice
     */
    public List<String> start(RepositoryEvent event, String delivery) throws IOException {
        if (event instanceof ActionTold told) {
            return List.of(told.pipeline() + ": " + start(told, delivery));
        }
        List<String> outcome =
                start(event, Told.by(delivery), (pipeline, source) -> reads(pipeline, source, event.repository()));
        return outcome.isEmpty()
                ? List.of("no pipeline reads " + event.repository().fullName())
                : outcome;
    }

    /** As {@link #start(RepositoryEvent, String)}, for the source actions that the caller names. */
    List<String> start(RepositoryEvent event, Told told, Readers readers) throws IOException {
        List<String> outcome = new ArrayList<>();
        IOException later = null;
        for (String name : pipelines.names()) {
            Optional<PipelineRuntime> pipeline = pipelines.pipeline(name);
            if (pipeline.isPresent()) {
                try {
                    start(pipeline.get(), event, told, readers)
                            .ifPresent(line -> outcome.add(pipelines.shown(name) + ": " + line));
                } catch (IOException e) {
                    later = e;
                }
            }
        }
        if (later != null) {
            throw later;
        }
        return outcome;
    }

    /**
     * How a host came to know of an event.
     *
     * @param told how it is called where it is told of: the delivery, say
     * @param type how it is written down; empty for what the action and its trigger say
     * @param references the repository's references where they are known already
     */
    record Told(String told, Optional<TriggerType> type, Optional<Map<String, String>> references) {
        static Told by(String delivery) {
            return new Told(delivery, Optional.empty(), Optional.empty());
        }
    }

    /** Which source actions an event is for. */
    interface Readers {
        boolean has(String pipeline, ActionDeclaration source);
    }

    private String start(ActionTold told, String delivery) throws IOException {
        Optional<PipelineRuntime> pipeline = startable(told.pipeline());
        if (pipeline.isEmpty()) {
            return "there is no such pipeline";
        }
        Map<String, String> revisions =
                told.revision().map(commit -> Map.of(told.action(), commit)).orElse(Map.of());
        PipelineStart start = new PipelineStart(
                TriggerType.Webhook,
                told.repository().fullName() + " (" + delivery + ")",
                revisions,
                revisions.isEmpty() ? "told " + delivery : revisions.toString());
        return submit(pipeline.get(), start, List.of("the filters match"));
    }

    /** What a delivery to a webhook of {@code PutWebhook} tells. */
    ParsedDelivery told(TargetWebhook webhook, JsonNode body, Optional<String> revision) {
        Optional<ActionDeclaration> action = startable(webhook.pipeline())
                .filter(pipeline -> !pipeline.state().definition().stages().isEmpty())
                .flatMap(pipeline ->
                        pipeline.state().definition().stages().get(0).action(webhook.action()))
                .filter(found -> found.actionTypeId().isSource());
        if (action.isEmpty()) {
            return ParsedDelivery.nothing(
                    "there is no pipeline " + webhook.pipeline() + " with a source action " + webhook.action());
        }
        Optional<String> against = webhook.against(body, action.get().configuration());
        return against.isPresent()
                ? ParsedDelivery.nothing(webhook.pipeline() + ": filtered out: " + against.get())
                : ParsedDelivery.of(new ActionTold(
                        new EventRepository(WebhookProvider.PUT_WEBHOOK, repositoryName(action.get()), List.of()),
                        webhook.pipeline(),
                        webhook.action(),
                        revision));
    }

    private Optional<String> start(PipelineRuntime pipeline, RepositoryEvent event, Told told, Readers readers)
            throws IOException {
        PipelineDeclaration definition = pipeline.state().definition();
        SourceRepositories readable = repositories.forPipeline(pipeline.name());
        Map<String, String> revisions = new LinkedHashMap<>();
        List<String> reasons = new ArrayList<>();
        List<String> against = new ArrayList<>();
        TriggerType type = TriggerType.Webhook;
        for (ActionDeclaration source : definition.stages().get(0).actions()) {
            if (!source.actionTypeId().isSource() || !readers.has(pipeline.name(), source)) {
                continue;
            }
            Optional<TriggerDeclaration> trigger = trigger(definition, source);
            Verdict verdict = trigger.isPresent()
                    ? new TriggerFilter(trigger.get().gitConfiguration())
                            .of(event, () -> changed(readable, source, event))
                    : ownBranch(readable, source, event, told);
            if (verdict instanceof Verdict.Matches) {
                revisions.put(source.name(), full(readable, source, event));
                reasons.add(verdict.why());
                type = trigger.isPresent() ? TriggerType.WebhookV2 : changeDetection(source);
            } else {
                against.add(verdict.why());
            }
        }
        if (revisions.isEmpty()) {
            return against.isEmpty() ? Optional.empty() : Optional.of("filtered out: " + String.join("; ", against));
        }
        PipelineStart start = new PipelineStart(
                told.type().orElse(type), detail(event, told.told()), revisions, once(revisions, event));
        return Optional.of(submit(pipeline, start, reasons));
    }

    private Optional<PipelineRuntime> startable(String shown) {
        return pipelines.called(shown).flatMap(pipeline -> pipelines.pipeline(pipeline.name()));
    }

    private String submit(PipelineRuntime pipeline, PipelineStart start, List<String> why) throws IOException {
        pipelines.beforeStart(pipeline.name());
        PipelineStart.Outcome outcome = start.of(pipeline);
        return outcome instanceof PipelineStart.Outcome.Started
                ? outcome.told() + ": " + String.join("; ", why)
                : outcome.told();
    }

    /** The same for every event that tells of the same commit, but for going back to it. */
    private static String once(Map<String, String> revisions, RepositoryEvent event) {
        String text = revisions.toString();
        if (event instanceof RefChanged change && change.rewound()) {
            text += "\nfrom " + change.before().orElse("");
        }
        return text;
    }

    static String detail(RepositoryEvent event, String delivery) {
        String what;
        if (event instanceof RefChanged change) {
            what = (change.kind() == RefKind.TAG ? "tag " : "push to ") + change.name();
        } else {
            PullRequestChanged change = (PullRequestChanged) event;
            what = "pull request " + change.number() + " "
                    + change.action().name().toLowerCase(Locale.ROOT) + ": " + change.sourceBranch() + " to "
                    + change.targetBranch();
        }
        return event.repository().fullName() + ", " + what + " (" + delivery + ")";
    }

    private static Optional<TriggerDeclaration> trigger(PipelineDeclaration definition, ActionDeclaration source) {
        return definition.triggers().stream()
                .filter(each -> each.gitConfiguration() != null
                        && source.name().equals(each.gitConfiguration().sourceActionName()))
                .findFirst();
    }

    /** What a source action calls its repository; empty when it reads none of git. */
    static String repositoryName(ActionDeclaration source) {
        Map<String, String> configuration = source.configuration();
        return switch (source.actionTypeId().provider()) {
            case "CodeCommit" -> configuration.getOrDefault("RepositoryName", "");
            case "CodeStarSourceConnection" -> configuration.getOrDefault("FullRepositoryId", "");
            case "GitHub" -> configuration.getOrDefault("Owner", "") + "/" + configuration.getOrDefault("Repo", "");
            case "Git" -> configuration.getOrDefault("Url", "");
            default -> "";
        };
    }

    private boolean reads(String pipeline, ActionDeclaration source, EventRepository repository) {
        String name = repositoryName(source);
        if (name.isEmpty()) {
            return false;
        }
        if (name.equalsIgnoreCase(repository.fullName())) {
            return true;
        }
        String url = repositories
                .forPipeline(pipeline)
                .url(source)
                .map(TriggerStarts::address)
                .orElse("");
        return !url.isEmpty()
                && repository.urls().stream().map(TriggerStarts::address).anyMatch(url::equals);
    }

    /** Host and path, however an address is written. */
    static String address(String url) {
        String text = url.strip().toLowerCase(Locale.ROOT);
        text = text.replaceFirst("^[a-z][a-z0-9+.-]*://", "");
        text = text.replaceFirst("^[^@/]*@", "");
        text = text.replaceFirst("^([^/:]+):(?:\\d+/)?", "$1/");
        text = text.replaceFirst("/+$", "");
        return text.replaceFirst("\\.git$", "");
    }

    private static Verdict ownBranch(
            SourceRepositories repositories, ActionDeclaration source, RepositoryEvent event, Told told)
            throws IOException {
        String detect = source.configuration().getOrDefault("DetectChanges", "true");
        if (detect.equalsIgnoreCase("false")) {
            return new Verdict.FilteredOut("the action " + source.name() + " has DetectChanges false and no trigger");
        }
        if (!(event instanceof RefChanged change) || change.kind() != RefKind.BRANCH) {
            return new Verdict.FilteredOut("without a trigger only pushes to a branch count");
        }
        if (change.after().isEmpty()) {
            return new Verdict.FilteredOut("the branch " + change.name() + " was deleted");
        }
        String branch = repositories.branch(source).orElse("");
        if (branch.isEmpty()) {
            branch = defaultBranch(
                    told.references().isPresent() ? told.references().get() : repositories.references(source));
        }
        return branch.equals(change.name())
                ? new Verdict.Matches("the branch " + branch + " of the action " + source.name() + " changed")
                : new Verdict.FilteredOut("the action " + source.name() + " reads the branch " + branch);
    }

    private static String defaultBranch(Map<String, String> references) {
        String head = references.getOrDefault("HEAD", "");
        return List.of("main", "master").stream()
                .filter(name -> head.equals(references.get("refs/heads/" + name)))
                .findFirst()
                .or(() -> references.entrySet().stream()
                        .filter(each -> each.getKey().startsWith("refs/heads/")
                                && each.getValue().equals(head))
                        .map(each -> each.getKey().substring("refs/heads/".length()))
                        .findFirst())
                .orElse("");
    }

    private static TriggerType changeDetection(ActionDeclaration source) {
        return source.actionTypeId().provider().equals("CodeCommit")
                ? TriggerType.CloudWatchEvent
                : TriggerType.Webhook;
    }

    private static List<String> changed(
            SourceRepositories repositories, ActionDeclaration source, RepositoryEvent event) throws IOException {
        String to = full(repositories, source, event);
        if (event instanceof RefChanged change) {
            return repositories.changedFiles(source, change.before(), to, false);
        }
        PullRequestChanged change = (PullRequestChanged) event;
        Map<String, String> references = repositories.references(source);
        Optional<String> target = Optional.ofNullable(references.get("refs/heads/" + change.targetBranch()));
        if (change.action() == PullRequestAction.MERGED) {
            return repositories.changedFiles(source, change.base().filter(TriggerStarts::isFull), to, false);
        }
        return repositories.changedFiles(source, target.or(change::base), to, true);
    }

    private static boolean isFull(String commit) {
        return commit.length() >= FULL_COMMIT;
    }

    /** Senders that shorten ids are asked about: the branch that has a commit of that beginning tells it. */
    private static String full(SourceRepositories repositories, ActionDeclaration source, RepositoryEvent event)
            throws IOException {
        String revision = event.revision().orElseThrow();
        if (isFull(revision)) {
            return revision;
        }
        return repositories.references(source).values().stream()
                .filter(commit -> commit.startsWith(revision))
                .findFirst()
                .orElse(revision);
    }
}
