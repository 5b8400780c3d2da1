package io.jenkins.plugins.releasepipeline.local;

import java.nio.file.Path;
import java.util.Map;

/** Where pipelines live when nobody says. */
final class Homes {
    private Homes() {}

    static Path standard(Map<String, String> environment) {
        String chosen = environment.getOrDefault("RELEASE_PIPELINE_HOME", "");
        return chosen.isEmpty() ? Path.of(System.getProperty("user.home"), ".release-pipeline") : Path.of(chosen);
    }
}
