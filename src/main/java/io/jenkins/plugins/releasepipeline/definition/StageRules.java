package io.jenkins.plugins.releasepipeline.definition;

import java.util.List;

/** The rules of reference §1.1 for a stage. */
final class StageRules {
    private static final Form BLOCKER = Form.length(1, 100);

    private final PipelineDeclaration pipeline;
    private final int index;
    private final StageDeclaration stage;
    private final Pointer at;
    private final Flow flow;
    private final Findings findings;

    StageRules(PipelineDeclaration pipeline, int index, Pointer at, Flow flow, Findings findings) {
        this.pipeline = pipeline;
        this.index = index;
        this.stage = pipeline.stages().get(index);
        this.at = at;
        this.flow = flow;
        this.findings = findings;
    }

    void check() {
        Form.NAME.required(findings, at, "name", stage.name(), "A stage");
        for (int i = 0; i < stage.blockers().size(); i++) {
            Blocker blocker = stage.blockers().get(i);
            Pointer each = at.child("blockers").child(i);
            BLOCKER.required(findings, each, "name", blocker.name(), "A blocker");
            PipelineRules.oneOf(findings, each, "type", blocker.type(), List.of("Schedule"), "A blocker");
        }
        actions();
        new ConditionRules(pipeline, index, at, flow, findings).check(stage);
    }

    private void actions() {
        List<ActionDeclaration> actions = stage.actions();
        Pointer list = at.child("actions");
        if (actions.isEmpty()) {
            findings.missing(at, "actions", "A stage needs `actions`, at least 1 of them, and has none");
            return;
        }
        if (actions.size() > 100) {
            findings.error(list, "too-many", "There are " + actions.size() + " actions; a stage has at most 100");
        } else if (actions.size() > 50) {
            findings.warning(list, "aws-only", "There are " + actions.size() + " actions; AWS allows 50 in a stage");
        }
        sources(actions, list);
        Names names = new Names(findings, "action of this stage");
        for (int i = 0; i < actions.size(); i++) {
            names.add(list.child(i).child("name"), actions.get(i).name());
            new ActionRules(actions.get(i), index, list.child(i), flow, findings).check();
        }
    }

    private void sources(List<ActionDeclaration> actions, Pointer list) {
        boolean first = index == 0;
        boolean anySource = actions.stream().anyMatch(action -> category(action, "Source"));
        boolean allKnown = actions.stream().noneMatch(action -> action.actionTypeId() == null);
        if (first && !anySource && allKnown) {
            findings.error(
                    list,
                    "source-stage",
                    "The first stage has no source action; it must have one or more, and no other action");
            return;
        }
        for (int i = 0; i < actions.size(); i++) {
            ActionTypeId type = actions.get(i).actionTypeId();
            if (type == null || type.category() == null) {
                continue;
            }
            Pointer category = list.child(i).child("actionTypeId").child("category");
            if (first && type.isApproval()) {
                findings.error(
                        category,
                        "source-stage",
                        "An approval is not allowed in the first stage, which has source actions only; put it into a"
                                + " later one");
            } else if (first && !type.isSource()) {
                findings.error(
                        category,
                        "source-stage",
                        "The first stage has source actions only; put this " + type.category()
                                + " action into a later one");
            } else if (!first && type.isSource()) {
                findings.error(
                        category,
                        "source-stage",
                        "A source action is allowed in the first stage only, which is "
                                + Spelling.quote(pipeline.stages().get(0).name()));
            }
        }
    }

    private static boolean category(ActionDeclaration action, String category) {
        return action.actionTypeId() != null
                && category.equals(action.actionTypeId().category());
    }
}
