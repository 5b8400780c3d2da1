package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.SecretResolver.UsernamePassword;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A git command with what keeps it safe. What talks to a server uses the machine's git configuration (proxies,
 * certificates, {@code insteadOf}, and, when no credentials are given, its credential helpers); what does not, uses none.
 * No command can prompt, run a hook, or use a protocol that runs commands. A password reaches git through an environment
 * variable that a credential helper of ours prints; it is on no command line and in no file.
 *
 * @param line program and arguments
 * @param environment what is set beyond the machine's own
 */
record GitCommand(List<String> line, Map<String, String> environment) {
    /** The machine's configuration. */
    static final String MACHINE =
            """
            [include]
            \tpath = ~/.config/git/config
            [include]
            \tpath = ~/.gitconfig
            """;

    /** One thing more: repositories of other users of the machine may be read. */
    static final String CONFIGURATION = MACHINE + """
            [safe]
            \tdirectory = *
            """;

    private static final String USERNAME = "RELEASE_PIPELINE_GIT_USERNAME";
    private static final String PASSWORD = "RELEASE_PIPELINE_GIT_PASSWORD";
    private static final String HELPER = "!f() { test \"$1\" = get || exit 0;"
            + " printf 'username=%s\\npassword=%s\\n' \"$" + USERNAME + "\" \"$" + PASSWORD + "\"; }; f";
    /** The configuration of ours includes files of the home directory, and git gives up when there is none. */
    private static final List<String> WITH_HOME =
            List.of("sh", "-c", "[ -n \"$HOME\" ] || export HOME=/; exec \"$@\"", "sh");

    /** A command that needs no server. */
    static GitCommand here(List<String> place, String ceiling, List<String> arguments) {
        Map<String, String> environment = environment(ceiling);
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        return new GitCommand(line(List.of(), place, List.of(), arguments), environment);
    }

    /**
     * A command that talks to the server of {@code url}.
     *
     * @param place options that say which repository; may be empty
     * @param ceiling the directory above which no repository is looked for
     * @param configuration the path of a file that holds {@link #MACHINE} or {@link #CONFIGURATION}
     */
    static GitCommand remote(
            List<String> place,
            String ceiling,
            String configuration,
            GitUrl url,
            Optional<UsernamePassword> login,
            List<String> arguments) {
        Map<String, String> environment = environment(ceiling);
        environment.put("GIT_CONFIG_GLOBAL", configuration);
        List<String> options = new ArrayList<>(List.of("-c", "http.lowSpeedLimit=100", "-c", "http.lowSpeedTime=300"));
        login.ifPresent(secret -> url.httpOrigin().ifPresent(origin -> {
            options.addAll(List.of("-c", "credential.helper=", "-c", "credential." + origin + ".helper=" + HELPER));
            environment.put(USERNAME, secret.username());
            environment.put(PASSWORD, secret.password());
        }));
        return new GitCommand(line(WITH_HOME, place, options, arguments), environment);
    }

    private static List<String> line(
            List<String> before, List<String> place, List<String> options, List<String> arguments) {
        List<String> line = new ArrayList<>(before);
        line.add("git");
        line.addAll(place);
        line.addAll(List.of(
                "-c", "protocol.ext.allow=never", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"));
        line.addAll(List.of("-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "fetch.recurseSubmodules=false"));
        line.addAll(options);
        line.addAll(arguments);
        return line;
    }

    private static Map<String, String> environment(String ceiling) {
        return new HashMap<>(Map.of(
                "LC_ALL", "C",
                "GIT_TERMINAL_PROMPT", "0",
                "GIT_ASKPASS", "",
                "SSH_ASKPASS", "",
                "SSH_ASKPASS_REQUIRE", "never",
                "GIT_ALLOW_PROTOCOL", String.join(":", GitUrl.PROTOCOLS),
                "GIT_CEILING_DIRECTORIES", ceiling,
                "GIT_NO_REPLACE_OBJECTS", "1",
                "GIT_OPTIONAL_LOCKS", "0",
                "GIT_LFS_SKIP_SMUDGE", "1"));
    }
}
