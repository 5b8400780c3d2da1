package io.jenkins.plugins.releasepipeline.definition;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what people write: JSON or YAML; a pipeline as {@code get-pipeline} prints it, the bare declaration, or a
 * CloudFormation or SAM template (reference §1.1, §1.16). Everything that is wrong is reported at once, by
 * {@link DefinitionValidator}'s rules too. Never throws for what a file contains, and takes bounded memory and time for
 * any content. Stateless, for any thread.
 */
public final class DefinitionReader {
    private DefinitionReader() {}

    /**
     * Reads the one pipeline of a file.
     *
     * @param fileName decides between JSON and YAML where the content does not
     */
    public static ReadResult read(String fileName, byte[] content) {
        return read(fileName, content, ActionTypes.builtIn());
    }

    /**
     * Reads the one pipeline of a file.
     *
     * @param types whose configuration is known, and checked
     */
    public static ReadResult read(String fileName, byte[] content, ActionTypes types) {
        try {
            Parsed parsed = parse(fileName, content, types);
            if (parsed.pipelines.size() == 1) {
                return parsed.results(fileName).get(0);
            }
            return failed(
                    fileName,
                    "several-pipelines",
                    "The template has " + parsed.pipelines.size() + " pipelines; choose one by name: "
                            + String.join(", ", parsed.pipelines.keySet()));
        } catch (UnreadableException e) {
            return failed(fileName, e.problem());
        }
    }

    /**
     * Reads one pipeline of a file that may have several.
     *
     * @param pipeline its name, or its logical id in a template
     */
    public static ReadResult read(String fileName, byte[] content, String pipeline) {
        try {
            Parsed parsed = parse(fileName, content, ActionTypes.builtIn());
            for (Map.Entry<String, SourceNode.ObjectNode> each : parsed.pipelines.entrySet()) {
                if (each.getKey().equals(pipeline)
                        || Template.name(each.getValue())
                                .filter(pipeline::equals)
                                .isPresent()) {
                    return parsed.result(fileName, each.getKey(), each.getValue());
                }
            }
            return failed(
                    fileName,
                    "no-such-pipeline",
                    "There is no pipeline " + Spelling.quote(pipeline) + " here; there is "
                            + Spelling.oneOf(parsed.pipelines.keySet()));
        } catch (UnreadableException e) {
            return failed(fileName, e.problem());
        }
    }

    /** Reads every pipeline of a file, one at least: a file that cannot be read is one result with errors. */
    public static List<ReadResult> readAll(String fileName, byte[] content) {
        try {
            return parse(fileName, content, ActionTypes.builtIn()).results(fileName);
        } catch (UnreadableException e) {
            return List.of(failed(fileName, e.problem()));
        }
    }

    private static ReadResult failed(String fileName, String code, String message) {
        return failed(fileName, new Place(1, 1, Pointer.ROOT).error(code, message));
    }

    private static ReadResult failed(String fileName, Problem problem) {
        return new ReadResult(fileName, null, null, List.of(problem));
    }

    private static Parsed parse(String fileName, byte[] content, ActionTypes types) throws UnreadableException {
        List<Problem> problems = new ArrayList<>();
        String text = text(content, problems);
        boolean json = looksLikeJson(fileName, text);
        SourceNode document;
        try {
            document = json ? JsonSource.read(text, problems) : YamlSource.read(text, problems);
        } catch (UnreadableException e) {
            if (!json || endsWith(fileName, ".json")) {
                throw e;
            }
            document = yamlOr(e, text, problems);
            json = false;
        }
        if (!(document instanceof SourceNode.ObjectNode object)) {
            throw new UnreadableException(document.place()
                    .error("wrong-type", "A definition is an object with name and stages; this is " + document.kind()));
        }
        return parsed(object, json ? Dialect.JSON : Dialect.YAML, problems, types);
    }

    private static SourceNode yamlOr(UnreadableException json, String text, List<Problem> problems)
            throws UnreadableException {
        try {
            problems.removeIf(problem -> problem.code().equals("duplicate-key"));
            return YamlSource.read(text, problems);
        } catch (UnreadableException e) {
            throw json;
        }
    }

    private static Parsed parsed(
            SourceNode.ObjectNode document, Dialect dialect, List<Problem> problems, ActionTypes types)
            throws UnreadableException {
        if (Template.is(document)) {
            Map<String, SourceNode.ObjectNode> pipelines = Template.pipelines(document);
            if (pipelines.isEmpty()) {
                throw new UnreadableException(document.place()
                        .error("no-pipeline", "The template has no resource of type AWS::CodePipeline::Pipeline"));
            }
            return new Parsed(Dialect.TEMPLATE, pipelines, problems, types);
        }
        SourceNode.ObjectNode definition = document;
        if (document.get("pipeline") == null) {
            if (document.get("stages") == null && document.get("name") == null) {
                throw new UnreadableException(document.place()
                        .error(
                                "no-pipeline",
                                "This is no pipeline definition: expected an object with name and stages, one with"
                                        + " pipeline, or a CloudFormation template"));
            }
            definition = new SourceNode.ObjectNode(
                    document.place(), Map.of("pipeline", new SourceNode.Member(document.place(), document)));
        }
        Map<String, SourceNode.ObjectNode> only = new LinkedHashMap<>();
        only.put(name(definition), definition);
        return new Parsed(dialect, only, problems, types);
    }

    private static String name(SourceNode.ObjectNode definition) {
        return definition.get("pipeline") instanceof SourceNode.ObjectNode pipeline
                        && pipeline.get("name") instanceof SourceNode.ScalarNode name
                ? name.text()
                : "";
    }

    private static boolean endsWith(String fileName, String extension) {
        return fileName.toLowerCase(Locale.ROOT).endsWith(extension);
    }

    private static boolean looksLikeJson(String fileName, String text) {
        String start = text.stripLeading();
        return endsWith(fileName, ".json") || start.startsWith("{") || start.startsWith("[");
    }

    private static String text(byte[] content, List<Problem> problems) throws UnreadableException {
        Place start = new Place(1, 1, Pointer.ROOT);
        if (content.length > Limits.BYTES) {
            throw new UnreadableException(start.error(
                    "too-large",
                    "The file has more than " + Limits.BYTES + " bytes, which is more than any definition needs"));
        }
        Charset charset = utf16(content).orElse(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.wrap(content);
        CharBuffer chars = CharBuffer.allocate(content.length + 1);
        var decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            var result = decoder.decode(bytes, chars, true);
            if (result.isError()) {
                result.throwException();
            }
        } catch (CharacterCodingException e) {
            String before = chars.flip().toString();
            int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            int column = before.length() - before.lastIndexOf('\n');
            throw new UnreadableException(new Place(line, column, Pointer.ROOT)
                    .error(
                            "not-utf-8",
                            "The byte at offset " + bytes.position() + " is not " + charset
                                    + "; save the file as UTF-8"));
        }
        String text = chars.flip().toString();
        if (!charset.equals(StandardCharsets.UTF_8)) {
            problems.add(start.warning(
                    "not-utf-8", "The file is " + charset + ", which AWS's tools refuse; save it as UTF-8"));
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Optional<Charset> utf16(byte[] content) {
        if (content.length < 2) {
            return Optional.empty();
        }
        int first = content[0] & 0xFF;
        int second = content[1] & 0xFF;
        if (first == 0xFF && second == 0xFE || first != 0 && second == 0) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        if (first == 0xFE && second == 0xFF || first == 0 && second != 0) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return Optional.empty();
    }

    /** A document of which the pipelines are known and not read yet. */
    private record Parsed(
            Dialect dialect,
            Map<String, SourceNode.ObjectNode> pipelines,
            List<Problem> documentProblems,
            ActionTypes types) {
        List<ReadResult> results(String fileName) {
            List<ReadResult> results = new ArrayList<>();
            pipelines.forEach((id, found) -> results.add(result(fileName, id, found)));
            return results;
        }

        ReadResult result(String fileName, String id, SourceNode.ObjectNode found) {
            List<Problem> problems = new ArrayList<>(documentProblems);
            SourceNode.ObjectNode root;
            if (dialect == Dialect.TEMPLATE) {
                root = new Template(problems).definition(id, found);
            } else if (dialect == Dialect.YAML) {
                root = (SourceNode.ObjectNode) Placeholders.fill(found, false, problems);
            } else {
                root = found;
            }
            Findings findings = new Findings(dialect, Set.of(), types);
            PipelineDefinition read =
                    new RecordReader(dialect, findings).object(root, PipelineDefinition.class, Pointer.ROOT);
            problems.addAll(findings.problems());
            Set<String> unread = findings.unread();
            return new ReadResult(fileName, read, root, problems)
                    .and(definition -> DefinitionValidator.validate(definition, dialect, unread, types));
        }
    }
}
