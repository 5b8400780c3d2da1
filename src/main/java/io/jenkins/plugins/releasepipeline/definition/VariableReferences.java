package io.jenkins.plugins.releasepipeline.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code #{namespace.key}} references in a text (reference §1.4). Whatever is not of that form is literal text,
 * {@code #{}} and {@code ${name}} too. Stateless, for any thread.
 */
public final class VariableReferences {
    private static final Pattern REFERENCE = Pattern.compile("#\\{([A-Za-z0-9@\\-_]+)\\.([^{}\\s]+)}");

    private VariableReferences() {}

    /** A piece of a text: {@link #text()} of all pieces, one after the other, is the text. */
    public sealed interface Part {
        /** The piece as it was written. */
        String text();
    }

    /** What stands for itself. */
    public record Literal(String text) implements Part {}

    /** What stands for the value of a variable. Case matters. */
    public record Reference(String namespace, String key) implements Part {
        @Override
        public String text() {
            return "#{" + name() + "}";
        }

        /** {@code namespace.key}, as variables are keyed everywhere. */
        public String name() {
            return namespace + "." + key;
        }
    }

    /** The parts of a text in their order; none of them is empty. */
    public static List<Part> parse(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = REFERENCE.matcher(text);
        int end = 0;
        while (matcher.find()) {
            if (matcher.start() > end) {
                parts.add(new Literal(text.substring(end, matcher.start())));
            }
            parts.add(new Reference(matcher.group(1), matcher.group(2)));
            end = matcher.end();
        }
        if (end < text.length()) {
            parts.add(new Literal(text.substring(end)));
        }
        return List.copyOf(parts);
    }

    /** The references of a text in their order, each as often as it occurs. */
    public static List<Reference> in(String text) {
        List<Reference> references = new ArrayList<>();
        for (Part part : parse(text)) {
            if (part instanceof Reference reference) {
                references.add(reference);
            }
        }
        return List.copyOf(references);
    }

    /**
     * The text with each reference replaced by its value. A value is taken as it is: a reference inside it is not
     * resolved.
     *
     * @throws UnresolvedReferenceException for the first reference without a value
     */
    public static String resolve(String text, Function<Reference, Optional<String>> values) {
        StringBuilder resolved = new StringBuilder();
        for (Part part : parse(text)) {
            if (part instanceof Reference reference) {
                resolved.append(values.apply(reference).orElseThrow(() -> new UnresolvedReferenceException(reference)));
            } else {
                resolved.append(part.text());
            }
        }
        return resolved.toString();
    }

    /** A reference that has no value. */
    public static final class UnresolvedReferenceException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Reference reference;

        UnresolvedReferenceException(Reference reference) {
            super("The variable " + reference.text() + " has no value");
            this.reference = reference;
        }

        public Reference reference() {
            return reference;
        }
    }
}
