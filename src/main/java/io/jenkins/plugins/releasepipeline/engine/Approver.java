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
 * @param spellings how a definition may write his name, beside the name itself; the host says it where, for example,
 *     upper and lower case are the same. Journals of versions without it have none
 */
public record Approver(String name, Set<String> groups, Set<String> aliases, Set<String> spellings) {

    public Approver {
        groups = Set.copyOf(groups);
        aliases = Set.copyOf(aliases);
        spellings = spellings == null ? Set.of() : Set.copyOf(spellings);
    }

    /** Somebody whose name is written in one way. */
    public Approver(String name, Set<String> groups, Set<String> aliases) {
        this(name, groups, aliases, Set.of());
    }

    /** Somebody of whom nothing is known but the name. */
    public static Approver named(String name) {
        return new Approver(name, Set.of(), Set.of());
    }

    /** Whether a definition that names {@code text}, or with an {@code @} a group, means him. */
    boolean isMeantBy(String text) {
        return text.startsWith("@")
                ? groups.contains(text.substring(1))
                : name.equals(text) || spellings.contains(text);
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
