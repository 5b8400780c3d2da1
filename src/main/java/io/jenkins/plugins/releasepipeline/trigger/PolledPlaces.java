package io.jenkins.plugins.releasepipeline.trigger;

import io.jenkins.plugins.releasepipeline.action.source.ImageTags;
import io.jenkins.plugins.releasepipeline.action.source.SourceRepositories;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which places are looked at for which source actions (reference §1.12): actions of CodeCommit, GitHub and S3 unless
 * {@code PollForSourceChanges} is {@code false}, images always, other repositories when the host says so. For one thread.
 */
final class PolledPlaces {
    private static final Duration KNOWN_FOR = Duration.ofMinutes(1);

    private final TriggeredPipelines pipelines;
    private final SourceRepositories repositories;
    private final ImageTags images;
    private final PollSettings settings;
    private final Map<String, Known> known = new HashMap<>();

    /** What a place is. */
    enum Kind {
        REPOSITORY,
        OBJECT,
        IMAGE
    }

    /** A source action of a pipeline. */
    record Source(String pipeline, ActionDeclaration action) {}

    /**
     * A place, however many source actions read it.
     *
     * @param shown what a person calls it: an address, a bucket and a key, an image and a tag
     * @param reader what tells those apart that read it in another way: the credentials; empty for none
     * @param sources at least one
     */
    record Place(Kind kind, String shown, String reader, List<Source> sources) {
        String key() {
            return kind.name().toLowerCase(Locale.ROOT) + " " + shown + (reader.isEmpty() ? "" : " by " + reader);
        }
    }

    private record Known(PipelineDeclaration definition, Instant at, List<Place> places) {}

    PolledPlaces(
            TriggeredPipelines pipelines, SourceRepositories repositories, ImageTags images, PollSettings settings) {
        this.pipelines = pipelines;
        this.repositories = repositories;
        this.images = images;
        this.settings = settings;
    }

    /**
     * The places by their keys. Definitions that are new are gone through, and all others once a minute, for what their
     * names stand for may have changed.
     */
    Map<String, Place> now(Instant time) {
        Map<String, Place> places = new TreeMap<>();
        List<String> names = pipelines.names();
        known.keySet().retainAll(names);
        for (String name : names) {
            Optional<PipelineRuntime> pipeline = pipelines.pipeline(name);
            if (pipeline.isEmpty()) {
                continue;
            }
            PipelineDeclaration definition = pipeline.get().state().definition();
            Known last = known.get(name);
            if (last == null
                    || last.definition() != definition
                    || last.at().plus(KNOWN_FOR).isBefore(time)) {
                last = new Known(definition, time, places(name, definition));
                known.put(name, last);
            }
            last.places()
                    .forEach(place -> places.merge(
                            place.key(),
                            place,
                            (one, other) -> new Place(
                                    one.kind(), one.shown(), one.reader(), joined(one.sources(), other.sources()))));
        }
        return places;
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private List<Place> places(String pipeline, PipelineDeclaration definition) {
        List<Place> places = new ArrayList<>();
        for (ActionDeclaration action : definition.stages().get(0).actions()) {
            if (action.actionTypeId().isSource()) {
                place(pipeline, action).ifPresent(places::add);
            }
        }
        return places;
    }

    private Optional<Place> place(String pipeline, ActionDeclaration action) {
        List<Source> source = List.of(new Source(pipeline, action));
        Map<String, String> configuration = action.configuration();
        boolean asked =
                !configuration.getOrDefault("PollForSourceChanges", "true").equalsIgnoreCase("false");
        return switch (action.actionTypeId().provider()) {
            case "S3" ->
                Optional.of(new Place(
                                Kind.OBJECT,
                                configuration.getOrDefault("S3Bucket", "") + " "
                                        + configuration.getOrDefault("S3ObjectKey", ""),
                                "",
                                source))
                        .filter(place -> asked);
            case "ECR" ->
                Optional.of(new Place(
                        Kind.IMAGE,
                        configuration.getOrDefault("RepositoryName", "") + " "
                                + configuration.getOrDefault("ImageTag", "latest"),
                        images.forPipeline(pipeline).reader(action),
                        source));
            case "CodeCommit", "GitHub" -> asked ? repository(pipeline, action, source) : Optional.empty();
            default ->
                settings.repositories().contains("*") || isNamed(pipeline, action)
                        ? repository(pipeline, action, source)
                        : Optional.empty();
        };
    }

    private Optional<Place> repository(String pipeline, ActionDeclaration action, List<Source> source) {
        SourceRepositories readable = repositories.forPipeline(pipeline);
        return readable.url(action).map(url -> new Place(Kind.REPOSITORY, url, readable.reader(action), source));
    }

    private boolean isNamed(String pipeline, ActionDeclaration action) {
        return settings.repositories().contains(action.configuration().getOrDefault("FullRepositoryId", ""))
                || settings.repositories().contains(action.configuration().getOrDefault("Url", ""))
                || repositories
                        .forPipeline(pipeline)
                        .url(action)
                        .filter(settings.repositories()::contains)
                        .isPresent();
    }
}
