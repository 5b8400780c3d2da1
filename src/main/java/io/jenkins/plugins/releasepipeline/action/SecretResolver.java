package io.jenkins.plugins.releasepipeline.action;

import java.util.Optional;

/** Gives out secrets by name: credentials of the host, never part of a definition. May block. */
public interface SecretResolver {

    /** As one pipeline sees secrets: a host may have some that are for some pipelines only. */
    default SecretResolver forPipeline(String pipelineName) {
        return this;
    }

    /** As one execution of a pipeline sees them: a host may give some to those alone on whose behalf it acts. */
    default SecretResolver forExecution(String pipelineName, String executionId) {
        return forPipeline(pipelineName);
    }

    /**
     * A text secret: what a buildspec's {@code parameter-store} or {@code secrets-manager} names, as written there.
     *
     * @return empty when the host has nothing of that name; the caller fails with {@link #howToMap(String)}
     */
    Optional<String> secret(String name);

    /** A text secret that goes to the server of a URL, and to no other; otherwise as {@link #secret(String)}. */
    default Optional<String> secret(String name, String url) {
        return secret(name);
    }

    /**
     * A user name and password, or token.
     *
     * @param url where they are sent, and nowhere else
     * @return empty when the host has none of that name, or none that may be sent there
     */
    Optional<UsernamePassword> usernamePassword(String credentialsId, String url);

    /** What a person does, and where, to give the host a secret of that name. */
    String howToMap(String name);

    /** A user name with its password or token. {@code toString} shows no password. */
    record UsernamePassword(String username, String password) {
        @Override
        public String toString() {
            return username + ":*****";
        }
    }
}
