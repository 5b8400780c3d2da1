package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.SecretResolver;
import io.jenkins.plugins.releasepipeline.action.SecretResolver.UsernamePassword;
import java.util.Map;
import java.util.Optional;

/**
 * What a source action with git underneath asks for, whatever its provider.
 *
 * @param url where to read
 * @param credentialsId a name for the host's secrets; empty for none
 * @param token a token that the action itself names; used when there is no {@code credentialsId}
 * @param branch the branch to follow; empty for the repository's default
 * @param format {@code CODE_ZIP} or {@code CODEBUILD_CLONE_REF}
 * @param variables the output variables that do not depend on the commit
 * @param page the repository's page, to which commits are added, when the provider implies one; else the URL decides
 */
record GitRequest(
        GitUrl url,
        Optional<String> credentialsId,
        Optional<String> token,
        Optional<String> branch,
        String format,
        Map<String, String> variables,
        Optional<GitUrl> page) {

    /** The format of an artifact that has the commit's files. */
    static final String ZIP = "CODE_ZIP";

    private static final String CLONE_REF = "CODEBUILD_CLONE_REF";

    /** @throws ActionFailure of type ConfigurationError for an unknown format */
    GitRequest {
        if (!format.equals(ZIP) && !format.equals(CLONE_REF)) {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "OutputArtifactFormat is '" + format + "'; it is " + ZIP + " or " + CLONE_REF);
        }
        variables = Map.copyOf(variables);
    }

    boolean isCloneRef() {
        return format.equals(CLONE_REF);
    }

    /** Who asks. Blocks. @throws ActionFailure of type PermissionError when the host does not have the credentials */
    Optional<UsernamePassword> login(SecretResolver secrets) {
        Optional<UsernamePassword> named = credentialsId.map(id -> secrets.usernamePassword(id, url.text())
                .orElseThrow(() -> new ActionFailure(
                        FailureType.PermissionError,
                        "There are no credentials '" + id + "' for " + url + ". " + secrets.howToMap(id))));
        return named.or(() -> token.map(each -> new UsernamePassword("x-access-token", each)))
                .or(url::login);
    }
}
