package io.jenkins.plugins.releasepipeline.jenkins.names;

import hudson.Util;
import hudson.model.AutoCompletionCandidates;
import hudson.model.Item;
import hudson.model.Label;
import hudson.util.FormValidation;
import java.util.Optional;
import jenkins.model.Jenkins;

/** Labels of agents as people write them. */
final class AgentLabels {
    private AgentLabels() {}

    /** What is wrong with an expression; nothing with an empty one. */
    static Optional<String> wrong(String expression) {
        try {
            Label.parseExpression(Util.fixNull(expression).isBlank() ? "any" : expression);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(Messages.AgentLabels_wrong());
        }
    }

    static FormValidation check(Item item, String expression) {
        Optional<String> wrong = wrong(expression);
        if (wrong.isPresent() || Util.fixEmptyAndTrim(expression) == null || !MappedName.OfKind.mayConfigure(item)) {
            return MappedName.OfKind.said(item, wrong);
        }
        Label label = Jenkins.get().getLabel(expression);
        return label == null || label.isEmpty()
                ? FormValidation.warning(Messages.AgentLabels_nobody())
                : FormValidation.ok();
    }

    static AutoCompletionCandidates complete(Item item, String begun) {
        AutoCompletionCandidates candidates = new AutoCompletionCandidates();
        if (MappedName.OfKind.mayConfigure(item)) {
            for (Label label : Jenkins.get().getLabels()) {
                if (label.getName().startsWith(Util.fixNull(begun))) {
                    candidates.add(label.getName());
                }
            }
        }
        return candidates;
    }
}
