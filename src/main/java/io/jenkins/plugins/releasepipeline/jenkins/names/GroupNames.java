package io.jenkins.plugins.releasepipeline.jenkins.names;

import hudson.ExtensionPoint;
import hudson.model.ItemGroup;
import java.util.List;

/** Finds the names that a group of items has for what is in it. Folders are an optional plugin. */
interface GroupNames extends ExtensionPoint {

    /** Empty when the group has none of its own. */
    List<MappedName> of(ItemGroup<?> group);
}
