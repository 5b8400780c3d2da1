package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.databind.node.ValueNode;
import java.util.List;
import java.util.Map;

/** A value of a document together with the place where it stands, whichever format the document has. */
sealed interface SourceNode {
    Place place();

    /** What the value is, in a person's words. */
    String kind();

    /** An object; its members in the order of the document. */
    record ObjectNode(Place place, Map<String, Member> members) implements SourceNode {
        @Override
        public String kind() {
            return "an object";
        }

        SourceNode get(String name) {
            Member member = members.get(name);
            return member == null ? null : member.value();
        }
    }

    /** A member of an object. */
    record Member(Place keyPlace, SourceNode value) {}

    /** A list. */
    record ArrayNode(Place place, List<SourceNode> elements) implements SourceNode {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * A text, number, boolean or null.
     *
     * @param value its value
     * @param text the value as it was written, without quotes
     */
    record ScalarNode(Place place, ValueNode value, String text) implements SourceNode {
        @Override
        public String kind() {
            return switch (value.getNodeType()) {
                case STRING -> "text";
                case NUMBER -> "a number";
                case BOOLEAN -> "a boolean";
                default -> "null";
            };
        }

        boolean isText() {
            return value.isTextual();
        }

        boolean isNull() {
            return value.isNull();
        }
    }

    /** A value that only CloudFormation can compute, by a short-form tag: {@code !Ref Name}. */
    record FunctionNode(Place place, String function, SourceNode argument) implements SourceNode {
        @Override
        public String kind() {
            return "!" + function;
        }
    }
}
