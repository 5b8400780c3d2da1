package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Connects the parts of a definition with Jackson's data binding. */
final class DefinitionJson {
    private DefinitionJson() {}

    static final class Serializer extends JsonSerializer<DefinitionPart> {
        @Override
        public void serialize(DefinitionPart part, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            RecordWriter.tree((Record) part).serialize(generator, provider);
        }
    }

    static final class Deserializer extends JsonDeserializer<Record> implements ContextualDeserializer {
        private final Class<? extends Record> type;

        Deserializer() {
            this(Record.class);
        }

        private Deserializer(Class<? extends Record> type) {
            this.type = type;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
            return new Deserializer(context.getContextualType().getRawClass().asSubclass(Record.class));
        }

        @Override
        public Record deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.START_OBJECT)) {
                return (Record) context.handleUnexpectedToken(type, parser);
            }
            List<Problem> problems = new ArrayList<>();
            Findings findings = new Findings(Dialect.JSON, Set.of(), ActionTypes.builtIn());
            Record read;
            try {
                SourceNode.ObjectNode object = (SourceNode.ObjectNode) JsonSource.read(parser, problems);
                read = new RecordReader(Dialect.JSON, findings).object(object, type, Pointer.ROOT);
            } catch (UnreadableException e) {
                throw JsonMappingException.from(parser, e.problem().toString());
            }
            problems.addAll(findings.problems());
            for (Problem problem : problems) {
                if (problem.isError()) {
                    throw JsonMappingException.from(parser, problem.toString());
                }
            }
            return read;
        }
    }
}
