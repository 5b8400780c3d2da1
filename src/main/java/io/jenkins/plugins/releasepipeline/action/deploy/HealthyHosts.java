package io.jenkins.plugins.releasepipeline.action.deploy;

import io.jenkins.plugins.releasepipeline.action.NameMappings.DeploymentConfiguration;

/**
 * How many targets a deployment may take out at once, and how many must have it in the end: CodeDeploy's predefined
 * configurations. A target that failed stays out.
 *
 * @param targets how many there are
 * @param minimum how many must be healthy at any time
 */
record HealthyHosts(int targets, int minimum) {

    static HealthyHosts of(DeploymentConfiguration configuration, int targets) {
        return new HealthyHosts(
                targets,
                switch (configuration) {
                    case AllAtOnce -> 0;
                    case HalfAtATime -> (targets + 1) / 2;
                    case OneAtATime -> targets - 1;
                });
    }

    /** How many deployments may be under way at the same time after so many have failed. */
    int atOnce(int failed) {
        return failed == 0 ? Math.max(1, targets - minimum) : Math.max(0, targets - minimum - failed);
    }

    /** Whether the deployment as a whole has succeeded: to all but as many targets as may be out, and to one at least. */
    boolean isEnough(int succeeded) {
        return succeeded >= Math.max(1, minimum);
    }
}
