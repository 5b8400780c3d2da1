package io.jenkins.plugins.releasepipeline.definition;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads JSON as the standard has it: no comments, no trailing commas. A key given twice is a problem. */
final class JsonSource {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.DEPTH)
                    .maxNameLength(Limits.KEY_LENGTH)
                    .maxStringLength(Limits.BYTES)
                    .maxNumberLength(100)
                    .build())
            .build();

    private static final Pattern START =
            Pattern.compile("\\(start marker at \\[Source: .*line: (\\d+), column: \\d+]\\)");

    private final JsonParser parser;
    private final List<Problem> problems;
    private int nodes;

    private JsonSource(JsonParser parser, List<Problem> problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /**
     * @param problems is told of what is wrong and can be read nevertheless
     * @throws UnreadableException at the first place where the text is not JSON, or at a limit
     */
    static SourceNode read(String text, List<Problem> problems) throws UnreadableException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return new JsonSource(parser, problems).document();
        } catch (StreamConstraintsException e) {
            throw new UnreadableException(
                    place(e.getLocation()).error("too-large", "The document " + limit(e.getOriginalMessage())));
        } catch (JsonProcessingException e) {
            throw new UnreadableException(
                    place(e.getLocation()).error("not-json", "This is not JSON: " + readable(e.getOriginalMessage())));
        } catch (IOException e) {
            throw new UnreadableException(new Place(1, 1, Pointer.ROOT).error("not-json", oneLine(e.getMessage())));
        }
    }

    /** Reads the value that starts at the parser's current token, up to its end. */
    static SourceNode read(JsonParser parser, List<Problem> problems) throws IOException, UnreadableException {
        return new JsonSource(parser, problems).value(Pointer.ROOT);
    }

    /** One line of at most 300 characters without control characters. */
    static String oneLine(String message) {
        String line =
                String.valueOf(message).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return line.length() <= 300 ? line : line.substring(0, 300) + "…";
    }

    private static String readable(String message) {
        return oneLine(START.matcher(message).replaceAll("that begins in line $1"));
    }

    private static String limit(String message) {
        if (message.contains("nesting depth")) {
            return "nests deeper than " + Limits.DEPTH + " levels; a definition needs fewer than 15";
        }
        if (message.contains("Name length")) {
            return "has a key of more than " + Limits.KEY_LENGTH + " characters";
        }
        return "has a number of more than 100 digits";
    }

    private static Place place(JsonLocation location) {
        return location == null
                ? new Place(1, 1, Pointer.ROOT)
                : new Place(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()), Pointer.ROOT);
    }

    private SourceNode document() throws IOException, UnreadableException {
        if (parser.nextToken() == null) {
            throw new UnreadableException(new Place(1, 1, Pointer.ROOT)
                    .error("empty", "The document is empty; a pipeline definition was expected"));
        }
        SourceNode root = value(Pointer.ROOT);
        if (parser.nextToken() != null) {
            throw new UnreadableException(here(Pointer.ROOT)
                    .error("not-json", "There is more after the end of the definition; a file holds one JSON object"));
        }
        return root;
    }

    private Place here(Pointer pointer) {
        JsonLocation location = parser.currentTokenLocation();
        return new Place(Math.max(0, location.getLineNr()), Math.max(0, location.getColumnNr()), pointer);
    }

    private SourceNode value(Pointer pointer) throws IOException, UnreadableException {
        Place place = here(pointer);
        if (++nodes > Limits.NODES) {
            throw new UnreadableException(
                    place.error("too-large", "The document has more than " + Limits.NODES + " values"));
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(place);
            case START_ARRAY -> array(place);
            case VALUE_STRING -> scalar(place, TextNode.valueOf(parser.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(place, number(parser.getDecimalValue()));
            case VALUE_TRUE, VALUE_FALSE -> scalar(place, BooleanNode.valueOf(parser.getBooleanValue()));
            default -> scalar(place, NullNode.getInstance());
        };
    }

    /** A number as Jackson's own trees hold it, except that decimals are exact. */
    static ValueNode number(BigDecimal value) {
        if (value.scale() != 0) {
            return DecimalNode.valueOf(value);
        }
        BigInteger whole = value.unscaledValue();
        if (whole.bitLength() < Integer.SIZE) {
            return IntNode.valueOf(whole.intValue());
        }
        return whole.bitLength() < Long.SIZE ? LongNode.valueOf(whole.longValue()) : BigIntegerNode.valueOf(whole);
    }

    private SourceNode scalar(Place place, ValueNode value) throws IOException {
        return new SourceNode.ScalarNode(place, value, parser.getText());
    }

    private SourceNode array(Place place) throws IOException, UnreadableException {
        List<SourceNode> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(place.pointer().child(elements.size())));
        }
        return new SourceNode.ArrayNode(place, elements);
    }

    private SourceNode object(Place place) throws IOException, UnreadableException {
        Map<String, SourceNode.Member> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Place keyPlace = here(place.pointer().child(name));
            if (members.containsKey(name)) {
                problems.add(duplicate(keyPlace, name, members.get(name).keyPlace()));
            }
            parser.nextToken();
            members.put(name, new SourceNode.Member(keyPlace, value(keyPlace.pointer())));
        }
        return new SourceNode.ObjectNode(place, members);
    }

    static Problem duplicate(Place place, String name, Place first) {
        return place.error(
                "duplicate-key",
                "'" + name + "' is given twice, first in line " + first.line() + "; keep one of the two");
    }
}
