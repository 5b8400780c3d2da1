package io.jenkins.plugins.releasepipeline.definition;

import java.util.List;
import java.util.Locale;

/** The rules of reference §1.1 for tags. */
final class TagRules {
    private static final Form KEY = Form.length(1, 128);
    private static final Form VALUE = Form.length(0, 256);

    private final Findings findings;

    TagRules(Findings findings) {
        this.findings = findings;
    }

    void check(List<Tag> tags, Pointer at) {
        if (tags.size() > 50) {
            findings.error(at, "too-many", "There are " + tags.size() + " tags; a pipeline has at most 50");
        }
        Names keys = new Names(findings, "tag");
        for (int i = 0; i < tags.size(); i++) {
            Tag tag = tags.get(i);
            Pointer each = at.child(i);
            KEY.required(findings, each, "key", tag.key(), "A tag");
            VALUE.required(findings, each, "value", tag.value(), "A tag");
            keys.add(each.child("key"), tag.key());
            if (tag.key() != null && tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
                findings.warning(
                        each.child("key"), "reserved-name", "Tag keys that begin with 'aws:' are reserved for AWS");
            }
        }
    }
}
