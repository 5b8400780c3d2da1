package io.jenkins.plugins.releasepipeline.action;

import java.util.List;

/** The providers that come with the project, for any host. */
public final class BuiltInActions {
    private static final List<ActionProvider> ALL = List.of();

    private BuiltInActions() {}

    /** One provider for each action type that is built in. */
    public static List<ActionProvider> all() {
        return ALL;
    }
}
