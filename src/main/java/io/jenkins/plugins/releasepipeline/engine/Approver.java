package io.jenkins.plugins.releasepipeline.engine;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who answers an approval, as the host knows him.
 *
 * @param name his name, which goes on record
 * @param groups the groups he belongs to
 * @param aliases other names he goes by, his mail addresses for example: those that commits may be signed with
 */
public record Approver(String name, Set<String> groups, Set<String> aliases) {

    public Approver {
        groups = Set.copyOf(groups);
        aliases = Set.copyOf(aliases);
    }

    /** Somebody of whom nothing is known but the name. */
    public static Approver named(String name) {
        return new Approver(name, Set.of(), Set.of());
    }

    /** Whether one of {@code names} is his; upper and lower case are the same. */
    boolean goesBy(Iterable<String> names) {
        Set<String> own = new TreeSet<>();
        own.add(name.toLowerCase(Locale.ROOT));
        aliases.forEach(alias -> own.add(alias.toLowerCase(Locale.ROOT)));
        for (String each : names) {
            if (own.contains(each.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }
}
