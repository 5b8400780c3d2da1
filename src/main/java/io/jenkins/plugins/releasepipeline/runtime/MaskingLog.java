package io.jenkins.plugins.releasepipeline.runtime;

import io.jenkins.plugins.releasepipeline.action.ActionLog;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An attempt's log, and what its secrets are: they are masked in all else that the attempt says too. Thread-safe. */
final class MaskingLog implements ActionLog {
    private static final String MASK = "*****";
    /** A shorter value of an output variable is a coincidence more likely than a secret. */
    private static final int SHORTEST_IN_VARIABLES = 4;

    private final ActionLog log;
    private final List<String> secrets = new CopyOnWriteArrayList<>();

    MaskingLog(ActionLog log) {
        this.log = log;
    }

    /** The result without secrets; what names artifacts and revisions stays as it is. */
    ActionResult masked(ActionResult result) {
        if (secrets.isEmpty()) {
            return result;
        }
        Map<String, String> variables = new LinkedHashMap<>();
        result.outputVariables().forEach((name, value) -> variables.put(name, masked(value, SHORTEST_IN_VARIABLES)));
        return new ActionResult(
                result.failure(),
                masked(result.message()),
                masked(result.summary()),
                masked(result.externalExecutionId()),
                masked(result.externalExecutionUrl()),
                variables,
                result.outputArtifacts(),
                result.revision());
    }

    String masked(String text) {
        return masked(text, 1);
    }

    private String masked(String text, int shortest) {
        String masked = text;
        for (String secret : secrets) {
            if (secret.length() >= shortest) {
                masked = masked.replace(secret, MASK);
            }
        }
        return masked;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        log.write(bytes, offset, length);
    }

    @Override
    public void println(String line) {
        log.println(line);
    }

    @Override
    public void mask(String secret) {
        if (!secret.isEmpty() && !secrets.contains(secret)) {
            secrets.add(secret);
            secret.lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= SHORTEST_IN_VARIABLES && !secrets.contains(line))
                    .forEach(secrets::add);
            secrets.sort((one, other) -> Integer.compare(other.length(), one.length()));
        }
        log.mask(secret);
    }

    @Override
    public long position() {
        return log.position();
    }

    @Override
    public void truncate(long position) {
        log.truncate(position);
    }
}
