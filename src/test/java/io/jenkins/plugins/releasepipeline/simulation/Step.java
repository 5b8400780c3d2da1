package io.jenkins.plugins.releasepipeline.simulation;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.jenkins.plugins.releasepipeline.definition.DefinitionPart;
import io.jenkins.plugins.releasepipeline.engine.Command;
import java.io.UncheckedIOException;
import java.time.Duration;

/** One thing that happens in a simulated world. It is a line of text, and means the same whatever came before it. */
sealed interface Step {

    /** Somebody asks something of a pipeline. */
    record Submit(String pipeline, Command command) implements Step {
        @Override
        public String toString() {
            return "submit " + pipeline + " " + Text.of(command);
        }
    }

    /** One of the tasks that could run now runs; the index wraps around. */
    record Run(int index) implements Step {
        @Override
        public String toString() {
            return "run " + index;
        }
    }

    /** All tasks run, in their order, with those that follow from them. */
    record RunAll() implements Step {
        @Override
        public String toString() {
            return "run all";
        }
    }

    record Pass(Duration time) implements Step {
        @Override
        public String toString() {
            return "pass " + time;
        }
    }

    /** A provider ends the attempt {@code EXECUTION/STAGE/ACTION/NUMBER}. */
    record Report(String attempt, Outcome outcome) implements Step {
        @Override
        public String toString() {
            return "report " + attempt + " " + outcome;
        }
    }

    record Progress(String attempt) implements Step {
        @Override
        public String toString() {
            return "progress " + attempt;
        }
    }

    /** The next attempt that begins ends at once, or fails to begin. */
    record NextStart(Outcome outcome) implements Step {
        @Override
        public String toString() {
            return "next start " + outcome;
        }
    }

    /** From now on that many percent of all writes and syncs fail. */
    record Disk(int failing) implements Step {
        @Override
        public String toString() {
            return "disk fails " + failing;
        }
    }

    /** The power fails at the disk's step after so many. */
    record PowerFailsIn(int steps) implements Step {
        @Override
        public String toString() {
            return "power fails in " + steps;
        }
    }

    /** The process ends at once. With {@code power}, what the disk has not kept is gone too. It begins again then. */
    record Crash(boolean power) implements Step {
        @Override
        public String toString() {
            return power ? "lose power" : "kill";
        }
    }

    /** A pipeline is deleted, with all that there is of it. */
    record Forget(String pipeline) implements Step {
        @Override
        public String toString() {
            return "forget " + pipeline;
        }
    }

    /** The host ends as it should, and begins again. */
    record Restart() implements Step {
        @Override
        public String toString() {
            return "restart";
        }
    }

    /** Everything is answered and allowed until nothing lives any more; all of it must come to its end. */
    record Settle() implements Step {
        @Override
        public String toString() {
            return "settle";
        }
    }

    /** How an attempt ends. */
    enum Outcome {
        succeeds,
        succeeds_without_artifacts,
        fails,
        unavailable,
        misconfigured,
        throws_up,
        /** A class of the provider is missing. */
        throws_error,
        /** The attempt's log cannot be opened. */
        has_no_log
    }

    static Step parse(String line) {
        String[] words = line.strip().split(" ", 3);
        String rest = line.strip().contains(" ") ? line.strip().substring(words[0].length() + 1) : "";
        return switch (words[0]) {
            case "submit" -> new Submit(words[1], Text.command(words[2]));
            case "run" -> rest.equals("all") ? new RunAll() : new Run(Integer.parseInt(rest));
            case "pass" -> new Pass(Duration.parse(rest));
            case "report" -> new Report(words[1], Outcome.valueOf(words[2]));
            case "progress" -> new Progress(rest);
            case "next" -> new NextStart(Outcome.valueOf(words[2]));
            case "disk" -> new Disk(Integer.parseInt(words[2]));
            case "power" -> new PowerFailsIn(Integer.parseInt(words[2].substring("in ".length())));
            case "lose" -> new Crash(true);
            case "kill" -> new Crash(false);
            case "forget" -> new Forget(rest);
            case "restart" -> new Restart();
            case "settle" -> new Settle();
            default -> throw new IllegalArgumentException("No such step: " + line);
        };
    }

    /** Commands as JSON of one line. */
    final class Text {
        private static final JsonMapper MAPPER = mapper();

        private Text() {}

        static String of(Command command) {
            try {
                return MAPPER.writerFor(Command.class).writeValueAsString(command);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }

        static Command command(String json) {
            try {
                return MAPPER.readValue(json, Command.class);
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
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                    .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
                    .addMixIn(Command.class, Named.class)
                    .addMixIn(DefinitionPart.class, Brief.class);
            for (Class<?> each : Command.class.getPermittedSubclasses()) {
                builder.registerSubtypes(new NamedType(each, each.getSimpleName()));
            }
            return builder.build();
        }

        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
        private interface Named {}

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        private interface Brief {}
    }
}
