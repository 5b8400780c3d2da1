package io.jenkins.plugins.releasepipeline.local;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code run} and {@code demo} do.
 *
 * @param sources source action to what replaces its repository
 * @param variables values of pipeline variables
 * @param approvals {@code STAGE/ACTION} of the approvals that are given without asking
 * @param approveAll whether all are
 * @param home where the pipeline lives
 * @param mappings a file of name mappings instead of the home's; empty for the home's
 * @param json whether the final execution is printed as JSON, and nothing else
 * @param resume whether to follow the last execution rather than start one
 */
record RunOptions(
        Map<String, SourceOverride> sources,
        Map<String, String> variables,
        List<String> approvals,
        boolean approveAll,
        Path home,
        Optional<Path> mappings,
        boolean json,
        boolean resume) {

    RunOptions {
        sources = Map.copyOf(new LinkedHashMap<>(sources));
        variables = Map.copyOf(variables);
        approvals = List.copyOf(approvals);
    }

    /**
     * Another place for a source action to take its revision from.
     *
     * @param location a URL or path
     * @param revision a branch, tag or commit; empty for what the definition says
     */
    record SourceOverride(String location, Optional<String> revision) {

        /** {@code URL_OR_PATH[@REVISION]}: an {@code @} of the URL's authority or a path's directory is not one. */
        static SourceOverride parse(String text) {
            int at = text.lastIndexOf('@');
            int slash = text.lastIndexOf('/');
            boolean authority = at >= 0 && text.indexOf(':', at) > at && text.indexOf("://") < 0;
            return at > 0 && at > slash && !authority
                    ? new SourceOverride(text.substring(0, at), Optional.of(text.substring(at + 1)))
                    : new SourceOverride(text, Optional.empty());
        }
    }
}
