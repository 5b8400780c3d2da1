package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Action;
import hudson.model.Run;
import hudson.scm.SCM;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What source actions read, in the words of a plugin for source control, so that the hooks of that plugin find release
 * pipelines.
 */
public abstract class SourceScms implements ExtensionPoint {
    /** The source control at a repository's address; empty when the plugin has none for it. */
    public abstract Optional<SCM> scm(String address);

    /** The commit of that repository that a hook wants a run to have; empty when it says nothing. */
    public abstract Optional<String> revision(Run<?, ?> run, String address);

    /** What a run has to have on the thread of a checkout so that it delivers that revision; empty when the plugin cannot do that. */
    public Optional<Action> pin(SCM scm, String revision) {
        return Optional.empty();
    }

    static Optional<Action> pinned(SCM scm, String revision) {
        return ExtensionList.lookup(SourceScms.class).stream()
                .flatMap(each -> each.pin(scm, revision).stream())
                .findFirst();
    }

    static List<SCM> all(List<String> addresses) {
        List<SCM> scms = new ArrayList<>();
        for (SourceScms each : ExtensionList.lookup(SourceScms.class)) {
            addresses.forEach(address -> each.scm(address).ifPresent(scms::add));
        }
        return scms;
    }

    static Optional<String> wanted(Run<?, ?> run, String address) {
        return ExtensionList.lookup(SourceScms.class).stream()
                .flatMap(each -> each.revision(run, address).stream())
                .findFirst();
    }
}
