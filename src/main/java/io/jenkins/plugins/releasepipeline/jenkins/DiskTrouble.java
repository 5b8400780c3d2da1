package io.jenkins.plugins.releasepipeline.jenkins;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.AdministrativeMonitor;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells administrators that something cannot be written: a full disk, say. Pipelines pause then: nothing begins before it
 * is written down, and what has happened is written down again and again until that works. Thread-safe.
 */
@Extension
public final class DiskTrouble extends AdministrativeMonitor {
    private final Map<String, String> troubles = new ConcurrentHashMap<>();

    static DiskTrouble get() {
        return ExtensionList.lookupSingleton(DiskTrouble.class);
    }

    /** @param place the file or directory, for a person */
    void tell(String place, Exception why) {
        troubles.put(place, why.getMessage() == null ? why.toString() : why.getMessage());
    }

    /** It could be written. */
    void over(String place) {
        if (!troubles.isEmpty()) {
            troubles.remove(place);
        }
    }

    /** Place to reason. */
    public Map<String, String> getTroubles() {
        return new TreeMap<>(troubles);
    }

    @Override
    public boolean isActivated() {
        return !troubles.isEmpty();
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.DiskTrouble_displayName();
    }
}
