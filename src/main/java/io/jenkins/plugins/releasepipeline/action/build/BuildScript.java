package io.jenkins.plugins.releasepipeline.action.build;

import io.jenkins.plugins.releasepipeline.action.build.Buildspec.OnFailure;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.Phase;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.PhaseName;
import io.jenkins.plugins.releasepipeline.action.build.Buildspec.Version;
import io.jenkins.plugins.releasepipeline.action.build.shell.ShellReferences;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A build as one shell script: what a durable process runs, so that a build outlives the program that began it.
 *
 * <p>The script is a few files in a directory of its own. {@code run.sh} is what is started, in the source directory.
 * The commands are files that the shell reads; the generated text quotes all else that comes from a buildspec, and never
 * holds a value of a variable.
 *
 * <p>In a buildspec 0.2 one shell runs the commands of all phases, as CodeBuild does: variables (exported or not) and
 * the working directory stay, {@code exit 0} ends just its command. In 0.1 every command has a shell of its own.
 *
 * <p>What the script leaves behind for {@link BuildOutcome}: {@code phases} ({@code PHASE STATE SECONDS}),
 * {@code failures} ({@code STEP STATUS}), {@code exported/NAME}, {@code expanded/NUMBER} and, when it came to its end,
 * {@code done}.
 */
final class BuildScript {
    /** Under this name the commands' PATH comes, so that the agent can still find the shell. */
    static final String PATH = "RP_PATH";

    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:([A-Za-z_][A-Za-z0-9_]*)|\\{([A-Za-z_][A-Za-z0-9_]*)})");

    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final Buildspec buildspec;
    private final UnaryOperator<String> shown;

    /**
     * A command, or the start or end of a phase. Steps are numbered from 1.
     *
     * @param number which of its phase's commands, from 1
     * @param command as it is shown
     */
    record Step(PhaseName phase, Kind kind, int number, String command) {
        enum Kind {
            ENTER,
            COMMAND,
            FINALLY,
            LEAVE
        }
    }

    private BuildScript(Buildspec buildspec, UnaryOperator<String> shown) {
        this.buildspec = buildspec;
        this.shown = shown;
    }

    /**
     * @param shown what the log and messages show for a command
     * @param patterns texts whose {@code $NAME} and {@code ${NAME}} are to be filled in when the build has ended: the
     *     {@code n}-th becomes the file {@code expanded/n}
     */
    static BuildScript of(Buildspec buildspec, UnaryOperator<String> shown, List<String> patterns) {
        BuildScript script = new BuildScript(buildspec, shown);
        script.files.put("run.sh", script.driver());
        script.files.put("shell.sh", script.shell(patterns));
        return script;
    }

    /** What to write into the script's directory: path to content. */
    Map<String, String> files() {
        return Collections.unmodifiableMap(files);
    }

    /** The steps in their order; step {@code n} of the script is at {@code n - 1}. */
    List<Step> steps() {
        return List.copyOf(steps);
    }

    private String driver() {
        return """
                # Runs the phases of a build and goes on after a command that replaced or killed its shell.
                control=$(cd "${0%/*}" && pwd) || exit 70
                command -p mkdir -p "$control/exported" "$control/expanded" || exit 70
                : >"$control/progress"
                : >"$control/phases"
                : >"$control/failures"
                if [ -n "${RP_PATH+x}" ]; then
                  PATH=$RP_PATH
                  export PATH
                  unset RP_PATH
                fi
                shell=$(command -v SHELL 2>/dev/null || command -pv SHELL 2>/dev/null)
                if [ -z "$shell" ]; then
                  echo "[release-pipeline] The build asks for the shell SHELL, and this agent has none."
                  exit 69
                fi
                step=0 phase_failed=0 failed=0 ended=0 started=0 status=
                while :; do
                  RELEASE_PIPELINE_BUILD=$control "$shell" "$control/shell.sh" \\
                    "$step" "$phase_failed" "$failed" "$ended" "$started" "$status" "$shell" </dev/null
                  status=$?
                  [ ! -e "$control/done" ] || break
                  before=$step
                  read -r step phase_failed failed ended started <"$control/progress" || step=
                  if [ -z "$step" ] || [ "$step" -le "$before" ]; then
                    echo "[release-pipeline] The shell of the build ended by itself with exit status $status."
                    exit 70
                  fi
                done
                left=$(command -p grep -lzFx -e "RELEASE_PIPELINE_BUILD=$control" /proc/[0-9]*/environ 2>/dev/null)
                if [ -n "$left" ]; then
                  pids=
                  for file in $left; do
                    file=${file#/proc/}
                    pids="$pids ${file%/environ}"
                  done
                  echo "[release-pipeline] Ending processes that the build has left running:$pids"
                  kill $pids 2>/dev/null
                  for attempt in 1 2 3 4 5 6 7 8 9 10; do
                    kill -0 $pids 2>/dev/null || break
                    command -p sleep 0.2
                  done
                  kill -9 $pids 2>/dev/null
                fi
                read -r failed <"$control/done"
                exit "$failed"
                """
                .replace("SHELL", buildspec.environment().shell().program);
    }

    private String shell(List<String> patterns) {
        StringBuilder body = new StringBuilder();
        for (Phase phase : buildspec.phases()) {
            enter(phase, body);
            for (int i = 0; i < phase.commands().size(); i++) {
                command(phase, Step.Kind.COMMAND, i + 1, phase.commands().get(i), body);
            }
            for (int i = 0; i < phase.finallyCommands().size(); i++) {
                command(phase, Step.Kind.FINALLY, i + 1, phase.finallyCommands().get(i), body);
            }
            leave(phase, body);
        }
        for (String name : buildspec.environment().exportedVariables()) {
            body.append("if [ -n \"${NAME+x}\" ]; then\n"
                    .replace("NAME", name)
                    .concat("  printf '%s' \"$NAME\" >|\"$__rp_control/exported/NAME\"\n".replace("NAME", name))
                    .concat("else\n  __rp_log 'The exported variable NAME was never set.'\nfi\n"
                            .replace("NAME", name)));
        }
        for (int i = 0; i < patterns.size(); i++) {
            body.append("printf '%s' ")
                    .append(expansion(patterns.get(i)))
                    .append(" >|\"$__rp_control/expanded/")
                    .append(i)
                    .append("\"\n");
        }
        return prologue() + body
                + """
                __rp_running=
                printf '%s\\n' "$__rp_failed" >|"$__rp_control/done"
                exit "$__rp_failed"
                """;
    }

    private String prologue() {
        StringBuilder describe = new StringBuilder();
        int number = 0;
        for (Phase phase : buildspec.phases()) {
            number++;
            for (String command : phase.commands()) {
                describe(++number, phase.name(), Step.Kind.COMMAND, command, describe);
            }
            for (String command : phase.finallyCommands()) {
                describe(++number, phase.name(), Step.Kind.FINALLY, command, describe);
            }
            number++;
        }
        return """
                __rp_control=${0%/*}
                __rp_from=$1 __rp_phase_failed=$2 __rp_failed=$3 __rp_ended=$4 __rp_started=$5 __rp_status=$6
                __rp_shell=$7
                __rp_step=$1 __rp_running= __rp_flags=
                set --
                __rp_log() {
                  printf '[release-pipeline] %s\\n' "$1"
                }
                __rp_describe() {
                  case $1 in
                DESCRIBE    *) __rp_kind=none __rp_text= __rp_title= ;;
                  esac
                }
                __rp_now() {
                  __rp_time=$(command -p date +%s 2>/dev/null) || __rp_time=$__rp_started
                }
                __rp_enter() {
                  [ "$1" -gt "$__rp_from" ] && [ "$__rp_ended" = 0 ] || return 1
                  __rp_log "Entering phase $2"
                  __rp_phase_failed=0
                  __rp_now
                  __rp_started=$__rp_time
                  if [ -n "$3" ] && [ "$3" != "$(command -p id -un)" ]; then
                    __rp_log "run-as: $3 is not the user of this agent, $(command -p id -un), and commands cannot change it."
                    __rp_fail "$1" "run-as"
                    __rp_phase_failed=2
                  fi
                }
                __rp_fail() {
                  printf '%s %s\\n' "$1" "$2" >>"$__rp_control/failures"
                  __rp_failed=1
                  CODEBUILD_BUILD_SUCCEEDING=0
                  export CODEBUILD_BUILD_SUCCEEDING
                }
                __rp_begin() {
                  [ "$1" -gt "$__rp_from" ] && [ "$__rp_ended" = 0 ] || return 1
                  __rp_describe "$1"
                  case $__rp_kind$__rp_phase_failed in
                    command0 | finally0 | finally1) ;;
                    *) return 1 ;;
                  esac
                  __rp_step=$1 __rp_running=1
                  printf '%s\\n' "$1 $__rp_phase_failed $__rp_failed $__rp_ended $__rp_started" >|"$__rp_control/progress"
                  __rp_log "Running command $__rp_text"
                  case $__rp_flags in *e*) set -e ;; esac
                  case $__rp_flags in *u*) set -u ;; esac
                  case $__rp_flags in *f*) set -f ;; esac
                  case $__rp_flags in *C*) set -C ;; esac
                  case $__rp_flags in *v*) set -v ;; esac
                  ALLEXPORT
                  case $__rp_flags in *x*) set -x ;; esac
                }
                __rp_end() {
                  __rp_flags=$-
                  set +aeufxvC
                  __rp_running=
                  [ "$1" != 0 ] || return 0
                  __rp_log "Command did not exit successfully: exit status $1 of $__rp_title"
                  __rp_fail "$__rp_step" "$1"
                  case $__rp_kind in
                    finally) __rp_phase_failed=2 ;;
                    *) __rp_phase_failed=1 ;;
                  esac
                }
                __rp_leave() {
                  [ "$1" -gt "$__rp_from" ] && [ "$__rp_ended" = 0 ] || return 0
                  __rp_now
                  __rp_started=$((__rp_time - __rp_started))
                  case $__rp_phase_failed in
                    0) __rp_state=SUCCEEDED ;;
                    *) __rp_state=FAILED __rp_ended=$3 ;;
                  esac
                  __rp_log "Phase complete: $2 State: $__rp_state ($__rp_started s)"
                  printf '%s\\n' "$2 $__rp_state $__rp_started" >>"$__rp_control/phases"
                  __rp_phase_failed=0
                }
                __rp_exit() {
                  [ -n "$__rp_running" ] || return 0
                  trap - EXIT
                  set +aeufxvC
                  exec "$__rp_shell" "$0" "$__rp_step" "$__rp_phase_failed" "$__rp_failed" "$__rp_ended" "$__rp_started" "$1" \\
                    "$__rp_shell"
                }
                trap '{ __rp_exit "$?"; } 2>/dev/null' EXIT
                if [ -n "$__rp_status" ]; then
                  __rp_describe "$__rp_step"
                  __rp_end "$__rp_status"
                  __rp_flags=
                fi
                """
                .replace("DESCRIBE", describe)
                .replace("ALLEXPORT", buildspec.version() == Version.V0_2 ? "set -a" : ":");
    }

    private void describe(int number, PhaseName phase, Step.Kind kind, String command, StringBuilder into) {
        into.append("    ")
                .append(number)
                .append(") __rp_kind=")
                .append(kind == Step.Kind.FINALLY ? "finally" : "command")
                .append(" __rp_text=")
                .append(quote(shown.apply(command).strip()))
                .append(" __rp_title=")
                .append(quote(ShellReferences.title(shown.apply(command))))
                .append(" ;;\n");
    }

    private void enter(Phase phase, StringBuilder body) {
        steps.add(new Step(phase.name(), Step.Kind.ENTER, 0, ""));
        Optional<String> user = phase.runAs().or(buildspec::runAs);
        body.append("if __rp_enter ")
                .append(steps.size())
                .append(' ')
                .append(phase.name())
                .append(' ')
                .append(quote(user.orElse("")))
                .append("; then\n  :\n");
        phase.runtimeVersions().forEach((runtime, version) -> body.append("  __rp_log ")
                .append(quote("runtime-versions: " + runtime + " " + version
                        + " is not installed here; the agent's own " + runtime + " is used"))
                .append('\n'));
        body.append("fi\n");
    }

    private void command(Phase phase, Step.Kind kind, int number, String command, StringBuilder body) {
        steps.add(new Step(phase.name(), kind, number, shown.apply(command)));
        String file = phase.name() + (kind == Step.Kind.FINALLY ? "-finally-" : "-") + number;
        files.put("commands/" + file, command.endsWith("\n") ? command : command + "\n");
        body.append("if __rp_begin ").append(steps.size()).append("; then\n  ");
        body.append(buildspec.version() == Version.V0_2 ? "." : "\"$__rp_shell\"");
        body.append(" \"$__rp_control/commands/").append(file).append("\"\n");
        body.append("  { __rp_end \"$?\"; } 2>/dev/null\nfi\n");
    }

    private void leave(Phase phase, StringBuilder body) {
        steps.add(new Step(phase.name(), Step.Kind.LEAVE, 0, ""));
        boolean ends = phase.onFailure() == OnFailure.ABORT
                || phase.onFailure() == OnFailure.BY_PHASE && phase.name() != PhaseName.BUILD;
        body.append("__rp_leave ")
                .append(steps.size())
                .append(' ')
                .append(phase.name())
                .append(ends ? " 1\n" : " 0\n");
    }

    /** A text as one word of the shell, its variables filled in and nothing else of it read as shell. */
    private static String expansion(String text) {
        StringBuilder word = new StringBuilder();
        Matcher matcher = VARIABLE.matcher(text);
        int end = 0;
        while (matcher.find()) {
            String name = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            word.append(quote(text.substring(end, matcher.start())))
                    .append("\"${")
                    .append(name)
                    .append("-}\"");
            end = matcher.end();
        }
        return word.append(quote(text.substring(end))).toString();
    }

    /** Text as one word that the shell takes literally. */
    static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
