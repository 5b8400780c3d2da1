package io.jenkins.plugins.releasepipeline.engine;

import java.util.ArrayList;
import java.util.List;

/** Immutable lists, one element more or less. */
final class Lists {
    private Lists() {}

    /** What an older journal did not write is empty. */
    static <T> List<T> copyOf(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    static <T> List<T> with(List<T> list, T element) {
        List<T> copy = new ArrayList<>(list);
        copy.add(element);
        return List.copyOf(copy);
    }

    static <T> List<T> without(List<T> list, T element) {
        return list.stream().filter(each -> !each.equals(element)).toList();
    }
}
