package io.jenkins.plugins.releasepipeline.journal;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.jenkins.plugins.releasepipeline.engine.CarriedExecution;
import io.jenkins.plugins.releasepipeline.engine.Event;
import io.jenkins.plugins.releasepipeline.engine.PipelineState;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Events and states as JSON of one line, as journals keep them: an event is an object whose {@code event} is its name.
 * Fields that this version does not know are passed over. Thread-safe.
 */
public final class EngineJson {
    private static final TypeReference<List<Event>> EVENTS = new TypeReference<>() {};
    private static final TypeReference<List<CarriedExecution>> CARRIED = new TypeReference<>() {};
    private static final JsonMapper MAPPER = mapper();

    private EngineJson() {}

    public static String write(List<Event> events) {
        try {
            return MAPPER.writerFor(EVENTS).writeValueAsString(events);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String write(PipelineState state) {
        try {
            return MAPPER.writeValueAsString(state);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws UncheckedIOException when {@code json} is not what {@link #write(List)} wrote */
    public static List<Event> events(String json) {
        try {
            return MAPPER.readValue(json, EVENTS);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws UncheckedIOException when {@code json} is not what {@link #write(PipelineState)} wrote */
    public static PipelineState state(String json) {
        try {
            return MAPPER.readValue(json, PipelineState.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String writeCarried(List<CarriedExecution> carried) {
        try {
            return MAPPER.writerFor(CARRIED).writeValueAsString(carried);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws UncheckedIOException when {@code json} is not what {@link #writeCarried} wrote */
    public static List<CarriedExecution> carried(String json) {
        try {
            return MAPPER.readValue(json, CARRIED);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonMapper mapper() {
        JsonMapper.Builder builder = JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
                .addMixIn(Event.class, Named.class);
        register(builder, Event.class);
        return builder.build();
    }

    private static void register(JsonMapper.Builder builder, Class<?> type) {
        if (type.isSealed()) {
            for (Class<?> each : type.getPermittedSubclasses()) {
                register(builder, each);
            }
        } else {
            builder.registerSubtypes(new com.fasterxml.jackson.databind.jsontype.NamedType(type, type.getSimpleName()));
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
    private interface Named {}
}
