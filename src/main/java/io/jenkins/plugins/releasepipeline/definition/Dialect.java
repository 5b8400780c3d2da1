package io.jenkins.plugins.releasepipeline.definition;

import java.util.Locale;

/** How strictly a document's scalars are taken, and how it spells the names of fields. */
enum Dialect {
    /** A text is a JSON string and a number a JSON number, as CodePipeline's API demands it. */
    JSON,
    /** A scalar is what its field needs. */
    YAML,
    /** CloudFormation: as in YAML, and names begin with a capital. */
    TEMPLATE;

    boolean takesAnyScalarAsText() {
        return this != JSON;
    }

    String spell(String field) {
        return this == TEMPLATE ? field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1) : field;
    }
}
