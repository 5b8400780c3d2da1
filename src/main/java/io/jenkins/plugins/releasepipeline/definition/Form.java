package io.jenkins.plugins.releasepipeline.definition;

import java.util.regex.Pattern;

/**
 * The form that a text must have (reference §1.1).
 *
 * @param allowed says which characters the pattern allows; null when all are
 */
record Form(int minimum, int maximum, Pattern pattern, String allowed) {
    static final Form NAME = of(1, 100, "[A-Za-z0-9.@\\-_]+", "letters, digits and . @ - _");
    static final Form ARTIFACT = of(1, 100, "[A-Za-z0-9_\\-]+", "letters, digits and _ -");
    static final Form NAMESPACE = of(1, 100, "[A-Za-z0-9@\\-_]+", "letters, digits and @ - _");
    static final Form VARIABLE = of(1, 128, "[A-Za-z0-9@\\-_]+", "letters, digits and @ - _");
    static final Form PROVIDER = of(1, 35, "[0-9A-Za-z_\\-]+", "letters, digits and _ -");
    static final Form VERSION = of(1, 9, "[0-9A-Za-z_\\-]+", "letters, digits and _ -");
    static final Form ENVIRONMENT = of(1, 128, "[A-Za-z0-9_]+", "letters, digits and _");
    static final Form REASON = of(1, 300, "[a-zA-Z0-9!@ ().*?\\-]+", "letters, digits, spaces and ! @ ( ) . * ? -");

    private static final Pattern TEMPLATE = Pattern.compile("\\$[{(]|\\{\\{|^[<%$]");

    static Form length(int minimum, int maximum) {
        return new Form(minimum, maximum, null, null);
    }

    private static Form of(int minimum, int maximum, String pattern, String allowed) {
        return new Form(minimum, maximum, Pattern.compile(pattern), allowed);
    }

    /** Checks a field that the object must have. */
    void required(Findings findings, Pointer object, String field, String value, String noun) {
        if (value == null) {
            findings.missing(object, field, noun + " needs `" + field + "`, and has none");
        } else {
            check(findings, object.child(field), "`" + field + "`", value);
        }
    }

    /** Checks a field that the object may have. */
    void optional(Findings findings, Pointer object, String field, String value) {
        if (value != null) {
            check(findings, object.child(field), "`" + field + "`", value);
        }
    }

    /** Checks a text; what only CloudFormation knows is not judged. */
    void check(Findings findings, Pointer at, String what, String value) {
        if (Placeholders.in(value)) {
            return;
        }
        if (value.length() < minimum) {
            String is = value.isEmpty() ? " is empty" : " is too short";
            findings.error(at, "too-short", what + is + "; it must have " + characters());
        } else if (value.length() > maximum) {
            findings.error(
                    at, "too-long", what + " has " + value.length() + " characters; it must have " + characters());
        } else if (pattern != null && !pattern.matcher(value).matches()) {
            String unfilled =
                    TEMPLATE.matcher(value).find() ? "; it looks like a placeholder that was not filled in" : "";
            findings.error(
                    at, "pattern", what + " is " + Spelling.quote(value) + "; it may have only " + allowed + unfilled);
        }
    }

    private String characters() {
        return minimum + " to " + maximum + " characters";
    }
}
