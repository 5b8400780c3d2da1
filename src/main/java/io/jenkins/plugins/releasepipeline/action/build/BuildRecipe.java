package io.jenkins.plugins.releasepipeline.action.build;

import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.definition.VariableReferences.Reference;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a build is made from: all that differs between a CodeBuild project and a Commands action.
 *
 * @param project the name it goes by
 * @param label the agents it may run on; empty for any
 * @param timeout how long it may take
 * @param primaryInput the input artifact whose files are the source; empty when the action has no input
 * @param projectEnvironment variables of the project
 * @param actionEnvironment variables of the action, which win over the project's and the buildspec's
 * @param cacheDirectory where the project's cache is kept; empty for none
 * @param specification the commands
 */
record BuildRecipe(
        String project,
        String label,
        Duration timeout,
        Optional<String> primaryInput,
        Map<String, String> projectEnvironment,
        List<Variable> actionEnvironment,
        Optional<String> cacheDirectory,
        Specification specification) {

    BuildRecipe {
        projectEnvironment = Buildspec.ordered(projectEnvironment);
        actionEnvironment = List.copyOf(actionEnvironment);
    }

    /**
     * @param name a name that a shell takes
     * @param declared the value, or the name of the secret that holds it; may hold references
     * @param secret whether {@code declared} names a secret
     */
    record Variable(String name, String declared, boolean secret) {}

    /** Gives the commands once the inputs are unpacked. */
    interface Specification {
        /**
         * The same each time it is asked for one attempt, whatever the build does to its source. Blocks.
         *
         * @throws io.jenkins.plugins.releasepipeline.action.ActionFailure when there is none or it is wrong
         */
        Declared read(Agent agent) throws IOException;
    }

    /**
     * @param buildspec the commands, and all else
     * @param references whether {@code #{namespace.key}} in the commands is a reference
     * @param held the buildspec's own variables whose values hold references, with these
     * @param warnings what the log should say about it
     */
    record Declared(Buildspec buildspec, boolean references, Map<String, Set<Reference>> held, List<String> warnings) {
        Declared {
            held = Map.copyOf(held);
            warnings = List.copyOf(warnings);
        }
    }
}
