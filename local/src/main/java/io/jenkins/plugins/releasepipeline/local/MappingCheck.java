package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.action.BuiltInActions;
import io.jenkins.plugins.releasepipeline.action.NameCheck;
import io.jenkins.plugins.releasepipeline.action.NameMappings;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import java.util.List;

/** Says which names in a definition stand for nothing in this home. */
final class MappingCheck {

    private MappingCheck() {}

    /** A line for each name without a mapping: where it is, and what to write where. */
    static List<String> of(PipelineDeclaration pipeline, NameMappings mappings) {
        return new NameCheck(mappings, BuiltInActions::find)
                .missing(pipeline).stream()
                        .map(missing -> "error: " + missing
                                + (missing.isSource() ? " Or give --source " + missing.name() + "=…" : ""))
                        .toList();
    }
}
