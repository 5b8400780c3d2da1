package io.jenkins.plugins.releasepipeline.action.build;

import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@code buildspec.yml} asks for, in the words of CodeBuild's buildspec reference. Read by
 * {@link BuildspecReader}; maps keep the file's order.
 *
 * @param version which language the commands are in: it decides whether they share a shell
 * @param runAs the user that runs every command; empty for the agent's own
 * @param environment {@code env}
 * @param phases the phases that the file has, in the order in which they run
 * @param reports report groups by name
 * @param artifacts the primary artifact; empty when the file has no {@code artifacts}
 * @param secondaryArtifacts artifacts by identifier
 * @param cache what is kept between builds
 */
record Buildspec(
        Version version,
        Optional<String> runAs,
        Environment environment,
        List<Phase> phases,
        Map<String, Report> reports,
        Optional<Artifact> artifacts,
        Map<String, Artifact> secondaryArtifacts,
        Cache cache) {

    Buildspec {
        phases = List.copyOf(phases);
        reports = ordered(reports);
        secondaryArtifacts = ordered(secondaryArtifacts);
    }

    /** The commands of one phase, as if a buildspec 0.2 had nothing else. */
    static Buildspec ofCommands(List<String> commands, List<String> exportedVariables) {
        return new Buildspec(
                Version.V0_2,
                Optional.empty(),
                new Environment(Shell.SH, Map.of(), Map.of(), Map.of(), exportedVariables, false),
                List.of(new Phase(
                        PhaseName.BUILD, Optional.empty(), OnFailure.BY_PHASE, Map.of(), commands, List.of())),
                Map.of(),
                Optional.empty(),
                Map.of(),
                new Cache(List.of(), CacheAction.RESTORE_AND_SAVE));
    }

    static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** The two versions of the language. */
    enum Version {
        /** Every command runs in a shell of its own. */
        V0_1("0.1"),
        /** All commands run in one shell: variables and the working directory stay. */
        V0_2("0.2");

        final String text;

        Version(String text) {
            this.text = text;
        }
    }

    /** The shells that run commands here. */
    enum Shell {
        SH("sh"),
        BASH("bash");

        final String program;

        Shell(String program) {
            this.program = program;
        }
    }

    /** The phases in the order in which they run. */
    enum PhaseName {
        INSTALL("install"),
        PRE_BUILD("pre_build"),
        BUILD("build"),
        POST_BUILD("post_build");

        final String key;

        PhaseName(String key) {
            this.key = key;
        }
    }

    /** What a failed phase does to the phases after it. The build has failed in every case. */
    enum OnFailure {
        /** Nothing is said: a failed BUILD goes on to POST_BUILD, any other failed phase ends the build. */
        BY_PHASE,
        /** The build ends. */
        ABORT,
        /** The next phase runs. */
        CONTINUE
    }

    /**
     * @param shell what runs the commands
     * @param variables name to value, taken literally
     * @param parameterStore name to the parameter that holds the value
     * @param secretsManager name to {@code secret-id:json-key:version-stage:version-id}
     * @param exportedVariables the variables whose values the build gives out
     * @param gitCredentialHelper whether the file asks for CodeBuild's helper; there is none here
     */
    record Environment(
            Shell shell,
            Map<String, String> variables,
            Map<String, String> parameterStore,
            Map<String, String> secretsManager,
            List<String> exportedVariables,
            boolean gitCredentialHelper) {
        Environment {
            variables = ordered(variables);
            parameterStore = ordered(parameterStore);
            secretsManager = ordered(secretsManager);
            exportedVariables = List.copyOf(exportedVariables);
        }
    }

    /**
     * @param runAs the user that runs this phase's commands; empty for the build's
     * @param onFailure what a failure does to later phases
     * @param runtimeVersions runtime to version, for INSTALL; noted, never installed
     * @param commands run in order until one fails
     * @param finallyCommands run after them, whether they failed or not
     */
    record Phase(
            PhaseName name,
            Optional<String> runAs,
            OnFailure onFailure,
            Map<String, String> runtimeVersions,
            List<String> commands,
            List<String> finallyCommands) {
        Phase {
            runtimeVersions = ordered(runtimeVersions);
            commands = List.copyOf(commands);
            finallyCommands = List.copyOf(finallyCommands);
        }
    }

    /**
     * @param files which files hold the results; {@code $NAME} in a pattern is the variable's value when the build ended
     * @param format {@code JUNITXML} and the like, in capitals
     */
    record Report(FileSelection files, String format) {}

    /**
     * @param files which files; {@code $NAME} in a pattern is the variable's value when the build ended
     * @param enableSymlinks whether links are kept, which is always done here
     */
    record Artifact(FileSelection files, boolean enableSymlinks) {}

    /** What a build does with its cache. */
    enum CacheAction {
        RESTORE_AND_SAVE,
        RESTORE,
        SAVE;

        boolean restores() {
            return this != SAVE;
        }

        boolean saves() {
            return this != RESTORE;
        }
    }

    /** @param paths patterns of the files that are kept; none when the file has no cache */
    record Cache(List<String> paths, CacheAction action) {
        Cache {
            paths = List.copyOf(paths);
        }
    }
}
