package io.jenkins.plugins.releasepipeline.definition;

/** Where something stands in a document: line and column from 1, and its pointer there. */
record Place(int line, int column, Pointer pointer) {
    Problem error(String code, String message) {
        return problem(Problem.Severity.ERROR, code, message);
    }

    Problem warning(String code, String message) {
        return problem(Problem.Severity.WARNING, code, message);
    }

    private Problem problem(Problem.Severity severity, String code, String message) {
        return new Problem(severity, code, pointer.toString(), line, column, message);
    }
}
