package io.jenkins.plugins.releasepipeline.definition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The action types and rule types whose configuration is known where a definition is checked: those of the
 * {@linkplain ActionCatalog catalog}, and what a host has of others. Immutable.
 */
public final class ActionTypes {
    private static final ActionTypes BUILT_IN = new ActionTypes(Map.of());

    private final Map<ActionTypeId, ActionTypeSchema> others;

    private ActionTypes(Map<ActionTypeId, ActionTypeSchema> others) {
        this.others = others;
    }

    /** The catalog's alone. */
    public static ActionTypes builtIn() {
        return BUILT_IN;
    }

    /** The catalog's, and these; none of them takes the place of a type of the catalog. */
    public static ActionTypes with(Collection<ActionTypeSchema> others) {
        Map<ActionTypeId, ActionTypeSchema> byType = new LinkedHashMap<>();
        others.stream()
                .filter(schema -> ActionCatalog.find(schema.type()).isEmpty())
                .forEach(schema -> byType.putIfAbsent(schema.type(), schema));
        return new ActionTypes(byType);
    }

    /** What is known of the type. */
    public Optional<ActionTypeSchema> find(ActionTypeId type) {
        return ActionCatalog.find(type).or(() -> Optional.ofNullable(others.get(type)));
    }

    /** Everything that is known, the catalog's first. */
    public List<ActionTypeSchema> all() {
        List<ActionTypeSchema> all = new ArrayList<>(ActionCatalog.all());
        all.addAll(others.values());
        return all;
    }
}
