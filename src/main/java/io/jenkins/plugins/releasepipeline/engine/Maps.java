package io.jenkins.plugins.releasepipeline.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Immutable maps that keep their order; what an older journal did not write is empty. */
final class Maps {
    private Maps() {}

    static <K, V> Map<K, V> copyOf(Map<K, V> map) {
        return map == null || map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
        Map<K, V> copy = new LinkedHashMap<>(map);
        copy.put(key, value);
        return Collections.unmodifiableMap(copy);
    }

    static <K, V> Map<K, V> with(Map<K, V> map, Map<K, V> more) {
        if (more.isEmpty()) {
            return map;
        }
        Map<K, V> copy = new LinkedHashMap<>(map);
        copy.putAll(more);
        return Collections.unmodifiableMap(copy);
    }

    static <K, V> Map<K, V> without(Map<K, V> map, K key) {
        if (!map.containsKey(key)) {
            return map;
        }
        Map<K, V> copy = new LinkedHashMap<>(map);
        copy.remove(key);
        return Collections.unmodifiableMap(copy);
    }
}
