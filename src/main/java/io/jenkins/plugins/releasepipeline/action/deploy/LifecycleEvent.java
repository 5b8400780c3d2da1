package io.jenkins.plugins.releasepipeline.action.deploy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The events of a deployment to a machine that scripts can hook into, in CodeDeploy's order. */
enum LifecycleEvent {
    BeforeBlockTraffic(true),
    AfterBlockTraffic(true),
    ApplicationStop(false),
    BeforeInstall(false),
    AfterInstall(false),
    ApplicationStart(false),
    ValidateService(false),
    BeforeAllowTraffic(true),
    AfterAllowTraffic(true);

    /** Events that CodeDeploy keeps for itself: naming them is no mistake, and runs nothing. */
    static final List<String> RESERVED =
            List.of("Start", "BlockTraffic", "DownloadBundle", "Install", "AllowTraffic", "End");

    private final boolean loadBalancer;

    LifecycleEvent(boolean loadBalancer) {
        this.loadBalancer = loadBalancer;
    }

    /** Whether the event happens only in a deployment group with a load balancer. */
    boolean needsLoadBalancer() {
        return loadBalancer;
    }

    static Optional<LifecycleEvent> named(String name) {
        return Arrays.stream(values())
                .filter(event -> event.name().equals(name))
                .findFirst();
    }
}
