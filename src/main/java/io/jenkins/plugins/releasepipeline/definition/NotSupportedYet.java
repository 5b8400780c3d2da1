package io.jenkins.plugins.releasepipeline.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Says what a definition uses that CodePipeline has and this version has not. A definition with such a problem may be
 * right by every rule, and must not run: it would not do what it says. Stateless, for any thread.
 */
public final class NotSupportedYet {
    private static final String CODE = "not-supported-yet";

    private NotSupportedYet() {}

    /**
     * Everything that is not supported yet, each an error with code {@code not-supported-yet}. For
     * {@link ReadResult#and}.
     */
    public static List<Problem> check(PipelineDefinition definition) {
        return definition.pipeline() == null ? List.of() : check(definition.pipeline());
    }

    /** As {@link #check(PipelineDefinition)}, with pointers that begin with {@code /pipeline}. */
    public static List<Problem> check(PipelineDeclaration pipeline) {
        Findings findings = new Findings(Dialect.JSON, Set.of());
        Pointer at = Pointer.ROOT.child("pipeline");
        for (int i = 0; i < pipeline.stages().size(); i++) {
            stage(findings, at.child("stages").child(i), pipeline.stages().get(i));
        }
        return new ArrayList<>(findings.problems());
    }

    private static void stage(Findings findings, Pointer at, StageDeclaration stage) {
        if (stage.beforeEntry() != null) {
            findings.error(
                    at.child("beforeEntry"),
                    CODE,
                    "Entry conditions are not supported yet; take beforeEntry out, and disable the transition by hand"
                            + " when the stage must wait");
        }
        if (stage.onSuccess() != null) {
            findings.error(
                    at.child("onSuccess"),
                    CODE,
                    "Success conditions are not supported yet; take onSuccess out, and check in a last action instead");
        }
        if (stage.onFailure() != null) {
            findings.error(
                    at.child("onFailure"),
                    CODE,
                    "Automatic retry, rollback and failure conditions are not supported yet; take onFailure out, and"
                            + " retry the stage by hand");
        }
    }
}
