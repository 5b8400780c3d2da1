package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Writes definitions in the shape and field order of {@code get-pipeline} (reference §1.16). What {@link DefinitionReader}
 * reads of it is an equal definition. Stateless, for any thread.
 */
public final class DefinitionWriter {
    private static final JsonMapper JSON = JsonMapper.builder()
            .defaultPrettyPrinter(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                            .withArrayEmptySeparator("")
                            .withObjectEmptySeparator(""))
                    .withObjectIndenter(new DefaultIndenter("    ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("    ", "\n")))
            .build();
    private static final Pattern UNUSUAL = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029\\uFEFF]");
    private static final Resolver RESOLVER = new Resolver();
    private static final YAMLMapper YAML = YAMLMapper.builder(
                    YAMLFactory.builder().stringQuotingChecker(new Quoting()).build())
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    private static final Pattern LINE_BREAKS = Pattern.compile("[\\u0085\\u2028\\u2029\\uFEFF]");

    /** For texts with characters that YAML's emitter writes as they are and its reader takes for line breaks. */
    private static final YAMLMapper ESCAPED = new YAMLMapper(YAMLFactory.builder()
            .dumperOptions(escaping())
            .build()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));

    private DefinitionWriter() {}

    private static DumperOptions escaping() {
        DumperOptions options = new DumperOptions();
        options.setAllowUnicode(false);
        options.setSplitLines(false);
        return options;
    }

    /** Quotes every text that YAML would take for something else. */
    private static final class Quoting extends StringQuotingChecker.Default {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean needToQuoteValue(String value) {
            return super.needToQuoteValue(value) || !Tag.STR.equals(RESOLVER.resolve(NodeId.scalar, value, true));
        }
    }

    /** The definition as JSON, indented by four spaces, with a newline at its end. */
    public static String json(PipelineDefinition definition) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(definition) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The definition as YAML, with a newline at its end. */
    public static String yaml(PipelineDefinition definition) {
        try {
            String text = YAML.writeValueAsString(definition);
            return LINE_BREAKS.matcher(text).find() ? ESCAPED.writeValueAsString(definition) : text;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
