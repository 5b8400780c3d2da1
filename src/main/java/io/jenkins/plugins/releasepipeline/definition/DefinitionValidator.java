package io.jenkins.plugins.releasepipeline.definition;

import java.util.List;
import java.util.Set;

/**
 * Checks definitions by the structural rules and limits of reference §1.1 to §1.4, §1.10 and §1.12. Quotas of an AWS
 * account, and what has no meaning outside AWS, are warnings. Stateless, for any thread.
 */
public final class DefinitionValidator {
    private DefinitionValidator() {}

    /**
     * All problems of a definition, whichever way it was made. Pointers are those of {@code get-pipeline}; lines and
     * columns are 0. {@link DefinitionReader} calls this for what it reads, and knows the positions.
     */
    public static List<Problem> validate(PipelineDefinition definition) {
        return validate(definition, Dialect.JSON, Set.of(), ActionTypes.builtIn());
    }

    /** @param unread pointers of what could not be read, and has been reported */
    static List<Problem> validate(
            PipelineDefinition definition, Dialect dialect, Set<String> unread, ActionTypes types) {
        Findings findings = new Findings(dialect, unread, types);
        Pointer root = Pointer.ROOT;
        if (definition.pipeline() == null) {
            findings.missing(root, "pipeline", "A definition needs `pipeline`, and has none");
            return findings.problems();
        }
        new PipelineRules(definition.pipeline(), root.child("pipeline"), findings).check();
        new TagRules(findings).check(definition.tags(), root.child("tags"));
        for (int i = 0; i < definition.disableInboundStageTransitions().size(); i++) {
            transition(
                    findings,
                    definition.pipeline(),
                    definition.disableInboundStageTransitions().get(i),
                    root.child("disableInboundStageTransitions").child(i));
        }
        return findings.problems();
    }

    private static void transition(
            Findings findings, PipelineDeclaration pipeline, DisabledTransition transition, Pointer at) {
        Form.REASON.required(findings, at, "reason", transition.reason(), "A disabled transition");
        Form.NAME.required(findings, at, "stageName", transition.stageName(), "A disabled transition");
        if (transition.stageName() != null
                && !Placeholders.in(transition.stageName())
                && pipeline.stage(transition.stageName()).isEmpty()) {
            List<String> stages = Names.known(pipeline.stages(), StageDeclaration::name);
            findings.error(
                    at.child("stageName"),
                    "unknown-stage",
                    "There is no stage " + Spelling.quote(transition.stageName())
                            + findings.suggestion(transition.stageName(), stages));
        }
    }
}
