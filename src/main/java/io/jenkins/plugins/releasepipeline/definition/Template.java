package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The pipelines of a CloudFormation or SAM template, in the form that {@code get-pipeline} prints. */
final class Template {
    private static final String PIPELINE = "AWS::CodePipeline::Pipeline";
    private static final List<String> BESIDE_THE_PIPELINE =
            List.of("Tags", "DisableInboundStageTransitions", "RestartExecutionOnUpdate");

    private final List<Problem> problems;

    /** @param problems is told of what is wrong and can be read nevertheless */
    Template(List<Problem> problems) {
        this.problems = problems;
    }

    /** Whether the document is a template, and not a definition. */
    static boolean is(SourceNode.ObjectNode document) {
        return document.get("Resources") != null
                || document.get("AWSTemplateFormatVersion") != null
                || isPipeline(document);
    }

    /** The pipeline resources by logical id, in the order of the template. */
    static Map<String, SourceNode.ObjectNode> pipelines(SourceNode.ObjectNode document) {
        Map<String, SourceNode.ObjectNode> found = new LinkedHashMap<>();
        if (isPipeline(document)) {
            found.put("Pipeline", document);
        } else if (document.get("Resources") instanceof SourceNode.ObjectNode resources) {
            resources.members().forEach((id, member) -> {
                if (member.value() instanceof SourceNode.ObjectNode resource && isPipeline(resource)) {
                    found.put(id, resource);
                }
            });
        }
        return found;
    }

    private static boolean isPipeline(SourceNode.ObjectNode resource) {
        return resource.get("Type") instanceof SourceNode.ScalarNode type
                && type.text().equals(PIPELINE);
    }

    /** The name that a resource gives its pipeline, when it is a plain text. */
    static Optional<String> name(SourceNode.ObjectNode resource) {
        return resource.get("Properties") instanceof SourceNode.ObjectNode properties
                        && properties.get("Name") instanceof SourceNode.ScalarNode name
                ? Optional.of(name.text())
                : Optional.empty();
    }

    /** The definition that the resource declares. */
    SourceNode.ObjectNode definition(String logicalId, SourceNode.ObjectNode resource) {
        if (!(resource.get("Properties") instanceof SourceNode.ObjectNode)) {
            problems.add(resource.place()
                    .error("missing", "The resource '" + logicalId + "' has no Properties; they hold the pipeline"));
        }
        SourceNode filled = resource.get("Properties") instanceof SourceNode.ObjectNode written
                ? Placeholders.fill(written, true, problems)
                : new SourceNode.ObjectNode(resource.place(), Map.of());
        SourceNode.ObjectNode properties = (SourceNode.ObjectNode) filled;
        Map<String, SourceNode.Member> pipeline = new LinkedHashMap<>();
        Map<String, SourceNode.Member> definition = new LinkedHashMap<>();
        pipeline.put("name", name(logicalId, resource, properties));
        definition.put(
                "pipeline",
                new SourceNode.Member(properties.place(), new SourceNode.ObjectNode(properties.place(), pipeline)));
        properties.members().forEach((name, member) -> {
            if (BESIDE_THE_PIPELINE.contains(name)) {
                String field = decapitalize(name);
                definition.put(field, renamed(member, typeOf(PipelineDefinition.class, field)));
            } else if (!name.equals("Name")) {
                String field = field(PipelineDeclaration.class, name, member);
                pipeline.put(field, renamed(member, typeOf(PipelineDeclaration.class, field)));
            }
        });
        return new SourceNode.ObjectNode(properties.place(), definition);
    }

    private SourceNode.Member name(String logicalId, SourceNode.ObjectNode resource, SourceNode.ObjectNode properties) {
        SourceNode.Member name = properties.members().get("Name");
        if (name == null) {
            return generated(logicalId, resource.place());
        }
        if (name.value() instanceof SourceNode.ScalarNode scalar && Placeholders.in(scalar.text())) {
            problems.add(name.value()
                    .place()
                    .warning(
                            "placeholder",
                            "The pipeline's name is not known before CloudFormation has evaluated it; here it is '"
                                    + logicalId + "'"));
            return generated(logicalId, name.value().place());
        }
        return name;
    }

    private static SourceNode.Member generated(String text, Place place) {
        return new SourceNode.Member(place, new SourceNode.ScalarNode(place, TextNode.valueOf(text), text));
    }

    private SourceNode.Member renamed(SourceNode.Member member, Type type) {
        return new SourceNode.Member(member.keyPlace(), renamed(member.value(), type));
    }

    private SourceNode renamed(SourceNode node, Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return node instanceof SourceNode.ArrayNode array
                    ? new SourceNode.ArrayNode(
                            array.place(),
                            array.elements().stream()
                                    .map(element -> renamed(element, generic.getActualTypeArguments()[0]))
                                    .toList())
                    : renamed(node, generic.getActualTypeArguments()[0]);
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            return generic.getActualTypeArguments()[1] == String.class ? texts(node) : stores(node);
        }
        if (type instanceof Class<?> record && record.isRecord() && node instanceof SourceNode.ObjectNode object) {
            Map<String, SourceNode.Member> members = new LinkedHashMap<>();
            object.members().forEach((name, member) -> {
                String field = field(record, name, member);
                members.put(field, renamed(member, typeOf(record, field)));
            });
            return new SourceNode.ObjectNode(object.place(), members);
        }
        return node;
    }

    /** A configuration is a map of texts; CloudFormation takes objects and lists as well, and sends them as JSON. */
    private SourceNode texts(SourceNode node) {
        if (!(node instanceof SourceNode.ObjectNode object)) {
            return node;
        }
        Map<String, SourceNode.Member> members = new LinkedHashMap<>();
        object.members().forEach((name, member) -> {
            SourceNode value = member.value();
            if (value instanceof SourceNode.ObjectNode || value instanceof SourceNode.ArrayNode) {
                problems.add(value.place()
                        .warning(
                                "wrong-type",
                                Spelling.quote(name) + " must be text, and is " + value.kind()
                                        + "; its JSON text is taken"));
                String json = RecordReader.json(value).toString();
                value = new SourceNode.ScalarNode(value.place(), TextNode.valueOf(json), json);
            }
            members.put(name, new SourceNode.Member(member.keyPlace(), value));
        });
        return new SourceNode.ObjectNode(object.place(), members);
    }

    /** A template lists {@code {Region, ArtifactStore}} where the API has a map. */
    private SourceNode stores(SourceNode node) {
        if (!(node instanceof SourceNode.ArrayNode array)) {
            return node;
        }
        Map<String, SourceNode.Member> members = new LinkedHashMap<>();
        for (SourceNode element : array.elements()) {
            if (element instanceof SourceNode.ObjectNode object
                    && object.get("Region") instanceof SourceNode.ScalarNode region
                    && object.get("ArtifactStore") != null) {
                members.put(
                        region.text(),
                        new SourceNode.Member(
                                element.place(), renamed(object.get("ArtifactStore"), ArtifactStoreDeclaration.class)));
            } else {
                problems.add(element.place()
                        .error("wrong-type", "Each of 'ArtifactStores' must be an object of Region and ArtifactStore"));
            }
        }
        return new SourceNode.ObjectNode(array.place(), members);
    }

    private String field(Class<?> record, String name, SourceNode.Member member) {
        String field = decapitalize(name);
        if (typeOf(record, field) == JsonNode.class) {
            return name;
        }
        if (field.equals(name) && !record.equals(Tag.class)) {
            problems.add(member.keyPlace()
                    .warning("misspelt-field", "CloudFormation spells this '" + Dialect.TEMPLATE.spell(name) + "'"));
        }
        return field;
    }

    /** {@code JsonNode} for a field that the record does not have. */
    private static Type typeOf(Class<?> record, String field) {
        return Arrays.stream(record.getRecordComponents())
                .filter(component -> component.getName().equals(field) && !field.equals(RecordReader.UNKNOWN))
                .map(RecordComponent::getGenericType)
                .findFirst()
                .orElse(JsonNode.class);
    }

    private static String decapitalize(String name) {
        return name.isEmpty() ? name : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
