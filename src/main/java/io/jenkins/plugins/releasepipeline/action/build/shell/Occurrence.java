package io.jenkins.plugins.releasepipeline.action.build.shell;

import io.jenkins.plugins.releasepipeline.definition.VariableReferences.Reference;

/**
 * One place where a reference is written.
 *
 * <p>Not a record: two places with the same reference are two.
 */
final class Occurrence {
    final Reference reference;
    final String variable;
    final String value;
    final String command;

    /**
     * @param variable the environment variable that holds the value
     * @param command the command it stands in, for messages
     */
    Occurrence(Reference reference, String variable, String value, String command) {
        this.reference = reference;
        this.variable = variable;
        this.value = value;
        this.command = command;
    }
}
