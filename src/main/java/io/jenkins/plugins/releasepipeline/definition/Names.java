package io.jenkins.plugins.releasepipeline.definition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Names that must be unique among their like. */
final class Names {
    private final Findings findings;
    private final String noun;
    private final Map<String, Pointer> first = new HashMap<>();

    /** @param noun what is named, with where it is unique: {@code "stage of the pipeline"} */
    Names(Findings findings, String noun) {
        this.findings = findings;
        this.noun = noun;
    }

    static <T> List<String> known(List<T> named, Function<T, String> name) {
        return named.stream().map(name).filter(Objects::nonNull).toList();
    }

    /** Reports the name when another has it already. */
    void add(Pointer at, String name) {
        if (name != null && !name.isEmpty() && first.putIfAbsent(name, at) != null) {
            findings.error(
                    at,
                    "duplicate-name",
                    "Another " + noun + " has the name " + Spelling.quote(name) + " already; names must be unique");
        }
    }
}
