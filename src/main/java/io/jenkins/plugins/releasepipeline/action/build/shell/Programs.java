package io.jenkins.plugins.releasepipeline.action.build.shell;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What programs, and variables, do with text that they are given. */
final class Programs {
    static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "rbash", "busybox");

    /** Run their arguments as a command, in the same environment. */
    static final Set<String> PREFIXES = Set.of(
            "exec",
            "command",
            "builtin",
            "env",
            "nohup",
            "nice",
            "ionice",
            "time",
            "timeout",
            "setsid",
            "stdbuf",
            "xargs",
            "unbuffer",
            "chronic",
            "coproc");

    /** Run their arguments as a command, elsewhere or with another environment. */
    static final Set<String> FOREIGN_PREFIXES = Set.of("sudo", "doas", "chroot", "unshare", "nsenter");

    /** The options of prefixes that take the next word. */
    static final Map<String, String> PREFIX_OPTIONS = Map.of(
            "sudo", "ugpChrtTUDR",
            "doas", "uC",
            "env", "uC",
            "nice", "n",
            "ionice", "cnpPu",
            "timeout", "ks",
            "stdbuf", "ioe",
            "exec", "a",
            "xargs", "InPLdEsa",
            "unshare", "RSG");

    /** All of whose arguments are read by a shell somewhere, or by a language of their own. */
    static final Set<String> FOREIGN = Set.of(
            "ssh",
            "pssh",
            "pdsh",
            "plink",
            "mosh",
            "ansible",
            "nix-shell",
            "send-command",
            "execute-command",
            "rsh",
            "su",
            "runuser",
            "watch",
            "parallel",
            "script",
            "flock",
            "at",
            "batch",
            "crontab",
            "alias",
            "make",
            "gmake",
            "expect",
            "tmux",
            "screen",
            "systemd-run",
            "complete",
            "bind");

    static final Set<String> INTERPRETERS = Set.of(
            "python",
            "perl",
            "ruby",
            "node",
            "nodejs",
            "php",
            "lua",
            "rscript",
            "groovy",
            "osascript",
            "pwsh",
            "tclsh",
            "psql",
            "mysql",
            "sqlite3",
            "deno",
            "bun",
            "jshell",
            "irb",
            "ghci",
            "scala",
            "vim",
            "ex",
            "ed");

    static final Pattern CODE_OPTION =
            Pattern.compile("-[A-Za-z]*[ceErpR]|--eval|--execute|--print|--command|--expression|-[Cc]ommand|eval");

    /** Variables whose value a shell or a tool runs or expands. */
    static final Set<String> EVALUATED_NAMES = Set.of(
            "PS0",
            "PS1",
            "PS2",
            "PS4",
            "PROMPT_COMMAND",
            "BASH_ENV",
            "ENV",
            "IFS",
            "PATH",
            "SHELLOPTS",
            "BASHOPTS",
            "LD_PRELOAD",
            "LD_LIBRARY_PATH",
            "LD_AUDIT",
            "GIT_SSH",
            "GIT_SSH_COMMAND",
            "GIT_ASKPASS",
            "SSH_ASKPASS",
            "GIT_EDITOR",
            "EDITOR",
            "VISUAL",
            "PAGER",
            "GIT_PAGER",
            "GIT_EXTERNAL_DIFF",
            "PERL5OPT",
            "PERL5LIB",
            "PYTHONSTARTUP",
            "PYTHONPATH",
            "RUBYOPT",
            "NODE_OPTIONS",
            "JAVA_TOOL_OPTIONS",
            "MAVEN_OPTS",
            "MAKEFLAGS",
            "MAKEFILES",
            "LESSOPEN",
            "SHELL",
            "BROWSER");

    private Programs() {}

    /** Programs that take words without ever running them. */
    static boolean isData(String program) {
        return Set.of(
                        "echo", "printf", "cat", "grep", "test", "[", "git", "apt-get", "apt", "yum", "dnf", "apk",
                        "which", "type", "rm", "cp", "mv", "mkdir", "touch", "ls", "chmod", "cd", "set", "curl", "wget",
                        "head", "tail", "sort", "wc", "tr", "cut", "diff", "ln", "zip", "tar", "unset", "return",
                        "exit")
                .contains(program);
    }
}
