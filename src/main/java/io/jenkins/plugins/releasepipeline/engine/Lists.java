package io.jenkins.plugins.releasepipeline.engine;

import java.util.ArrayList;
import java.util.List;

/** Immutable lists, one element more or less. */
final class Lists {
    private Lists() {}

    static <T> List<T> with(List<T> list, T element) {
        List<T> copy = new ArrayList<>(list);
        copy.add(element);
        return List.copyOf(copy);
    }

    static <T> List<T> without(List<T> list, T element) {
        return list.stream().filter(each -> !each.equals(element)).toList();
    }
}
