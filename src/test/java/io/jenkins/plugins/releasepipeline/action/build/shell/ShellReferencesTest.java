package io.jenkins.plugins.releasepipeline.action.build.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.releasepipeline.definition.VariableReferences.Reference;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A commit message cannot become a command: rewritten commands are run by the real shells with hostile values. */
public class ShellReferencesTest {
    private static final Reference MESSAGE = new Reference("S", "M");

    /** Commands that print {@code <value>}, for any POSIX shell. */
    private static final List<String> SANE = List.of(
            "printf '<%s>' #{S.M}",
            "printf '<%s>' \"#{S.M}\"",
            "printf '<%s>' '#{S.M}'",
            "printf '%s' \"<#{S.M}>\"",
            "printf '%s' '<#{S.M}>'",
            "printf '%s' \\<#{S.M}\\>",
            "printf '%s' '<'#{S.M}\">\"",
            "printf '<%s>' \\#{S.M}",
            "printf '%s' \"<$(printf '%s' \"#{S.M}\")>\"",
            "printf '%s' \"<$(printf '%s' '#{S.M}')>\"",
            "printf '%s' \"<$(printf '%s' #{S.M})>\"",
            "printf '%s' \"<`printf '%s' '#{S.M}'`>\"",
            "printf '%s' \"<`printf '%s' #{S.M}`>\"",
            "printf '%s' \"<`printf '%s' \\`printf '%s' x >/dev/null\\` '#{S.M}'`>\"",
            "x=`printf '%s' \"#{S.M}\"`; printf '<%s>' \"$x\"",
            "sh -c 'printf \"<%s>\" \"#{S.M}\"'",
            "sh -c 'printf \"<%s>\" #{S.M}'",
            "sh -c \"printf '<%s>' '#{S.M}'\"",
            "sh -c \"printf '<%s>' \\\"#{S.M}\\\"\"",
            "sh -c \"printf '<%s>' #{S.M}\"",
            "sh -ec \"printf '<%s>' #{S.M}\"",
            "/bin/sh -e -u -c -- \"printf '<%s>' '#{S.M}'\"",
            "bash -c \"printf '<%s>' '#{S.M}'\"",
            "bash -o pipefail -c \"printf '<%s>' '#{S.M}'\"",
            "env A=1 sh -c \"printf '<%s>' '#{S.M}'\"",
            "A=1 nohup timeout 20 sh -c \"printf '<%s>' '#{S.M}'\"",
            "exec sh -c \"printf '<%s>' '#{S.M}'\"",
            "sh -c printf\\ \\'\\<%s\\>\\'\\ #{S.M}",
            "sh -c \"sh -c \\\"printf '<%s>' '#{S.M}'\\\"\"",
            "sh -c \"sh -c 'printf \\\"<%s>\\\" \\\"#{S.M}\\\"'\"",
            "sh -c 'sh -c \"printf \\\"<%s>\\\" \\\"#{S.M}\\\"\"'",
            "sh -c 'eval \"printf \\\"<%s>\\\" \\\"#{S.M}\\\"\"'",
            "sh -c 'printf \"<%s>\" \"$1\"' - \"#{S.M}\"",
            "sh -c \"printf '<%s>' `echo` '#{S.M}'\"",
            "env X=\"#{S.M}\" sh -c 'printf \"<%s>\" \"$X\"'",
            "eval \"printf '<%s>' '#{S.M}'\"",
            "eval 'printf \"<%s>\" \"#{S.M}\"'",
            "eval 'printf \"<%s>\" #{S.M}'",
            "eval printf \"'<%s>'\" \"'#{S.M}'\"",
            "eval printf '\\<%s\\>' '\"#{S.M}\"'",
            "eval \"eval \\\"printf '<%s>' '#{S.M}'\\\"\"",
            "command eval \"printf '<%s>' '#{S.M}'\"",
            "trap \"printf '<%s>' '#{S.M}'\" EXIT",
            "trap 'printf \"<%s>\" \"#{S.M}\"' EXIT",
            "X=\"#{S.M}\"; printf '<%s>' \"$X\"",
            "export X='#{S.M}' && printf '<%s>' \"$X\"",
            "if [ \"#{S.M}\" = a ]; then echo no; else printf '<%s>' '#{S.M}'; fi",
            "case \"#{S.M}\" in a) echo no ;; *) printf '<%s>' \"#{S.M}\" ;; esac",
            "case x in (x) printf '<%s>' \"#{S.M}\"; esac",
            "printf '%s' \"<$(case x in x) printf '%s' \"#{S.M}\" ;; esac)>\"",
            "for x in \"#{S.M}\"; do printf '<%s>' \"$x\"; done",
            "for x in #{S.M}; do printf '<%s>' \"$x\"; done",
            "echo x | while read -r l; do printf '<%s>' \"#{S.M}\"; done",
            "f() { printf '<%s>' \"$1\"; }; f \"#{S.M}\"",
            "( printf '<%s>' \"#{S.M}\" )",
            "{ printf '<%s>' \"#{S.M}\"; } && true",
            "printf '<%s>' \"${UNSET_V:-#{S.M}}\"",
            "printf '<%s>' ${UNSET_V:-#{S.M}}",
            "printf '<%s>' \"#{S.M}\" # and '#{S.M}",
            "printf '<%s>' 'it'\"'\"'s' >/dev/null; printf '<%s>' '#{S.M}'",
            "printf '<%s>' \\\n  \"#{S.M}\"",
            "printf '%s' '#{S.M}' | sh -c 'printf \"<%s>\" \"$(cat)\"'",
            "find . -maxdepth 0 -exec sh -c \"printf '<%s>' '#{S.M}'\" \\;",
            "echo a | xargs -I@@@ printf '<%s>' \"#{S.M}\"",
            "cat <<EOF\n<#{S.M}>\nEOF",
            "cat <<'EOF'\n<#{S.M}>\nEOF",
            "cat <<\"END-OF\" | cat\n<#{S.M}>\nEND-OF\nprintf ''",
            "cat <<-EOF\n\t<#{S.M}>\n\tEOF",
            "sh <<EOF\nprintf '<%s>' '#{S.M}'\nEOF",
            "sh <<EOF\nprintf '<%s>' \"#{S.M}\"\nEOF",
            "sh <<'EOF'\nprintf '<%s>' '#{S.M}'\nEOF",
            "sh -s <<'EOF'\nprintf '<%s>' #{S.M}\nEOF",
            "sh 2>&1 <<EOF\nprintf '<%s>' \\\n#{S.M}\nEOF",
            "sh <<EOF\nsh -c \"printf '<%s>' '#{S.M}'\"\nEOF",
            "sh -c 'cat <<EOF\n<#{S.M}>\nEOF'",
            "printf '%s' \"<$(cat <<EOF\n#{S.M}\nEOF\n)>\"",
            "a=1; b=$((a + 1)); printf '<%s>' \"#{S.M}\"");

    /** The same, for bash alone. */
    private static final List<String> SANE_IN_BASH = List.of(
            "printf '<%s>' $'#{S.M}'",
            "printf '%s' $'<#{S.M}\\x3e'",
            "printf '<%s>' \"$(cat <<< \"#{S.M}\")\"",
            "bash <<< \"printf '<%s>' '#{S.M}'\"",
            "a=(#{S.M} x); printf '<%s>' \"${a[0]}\"",
            "[[ \"#{S.M}\" == a ]] || printf '<%s>' '#{S.M}'",
            "[[ x =~ #{S.M} ]]; printf '<%s>' #{S.M}",
            "printf '<%s>' \"$(cat <(printf '%s' \"#{S.M}\"))\"",
            "for ((i = 0; i < 1; i++)); do printf '<%s>' \"#{S.M}\"; done",
            "declare -A m; m[k]='#{S.M}'; printf '<%s>' \"${m[k]}\"",
            "bash -c $'printf \\'<%s>\\' \\'#{S.M}\\''");

    /** Commands in which something reads the value as code, whatever we do. */
    private static final List<String> UNSAFE = List.of(
            "#{S.M}",
            "exec #{S.M}",
            "sudo -E #{S.M}",
            "true && #{S.M}",
            "echo \"echo #{S.M}\" | sh",
            "echo 'echo #{S.M}' | cat | bash -s x",
            "echo \"#{S.M}\" | { read -r a; sh; }",
            "{ echo \"#{S.M}\"; } | (sh)",
            "cat <<EOF | sh\n#{S.M}\nEOF",
            "cat <<'EOF' | sh\n#{S.M}\nEOF",
            "printf '%s' \"#{S.M}\" | xargs -I{} sh -c 'echo {}'",
            "printf '%s' \"#{S.M}\" | while read -r l; do eval \"$l\"; done",
            "read -r l <<EOF\n#{S.M}\nEOF\neval \"$l\"",
            "X=\"echo #{S.M}\"; eval \"$X\"",
            "X='#{S.M}'; Y=\"echo $X\"; sh -c \"$Y\"",
            "export X='#{S.M}'; bash -c \"echo $X\"",
            "for x in \"#{S.M}\"; do eval echo $x; done",
            "g() { eval \"$1\"; }; g \"#{S.M}\"",
            "set -- \"#{S.M}\"; sh -c \"$*\"",
            "sh -c \"$(echo \"echo #{S.M}\")\"",
            "eval \"`echo \"echo #{S.M}\"`\"",
            "sh -c \"echo ${UNSET_V:-#{S.M}}\"",
            "echo \"echo #{S.M}\" >f.sh; sh ./f.sh",
            "cat >f.sh <<EOF\necho #{S.M}\nEOF\nchmod +x f.sh; ./f.sh",
            "echo \"#{S.M}\" | tee f.sh; . ./f.sh",
            "python3 -c \"print('#{S.M}')\"",
            "python3 - <<EOF\nprint('#{S.M}')\nEOF",
            "perl -e 'print \"#{S.M}\"'",
            "awk \"BEGIN { print \\\"#{S.M}\\\" }\"",
            "echo x | sed \"s/x/#{S.M}/\"",
            "ssh -o BatchMode=yes nowhere.invalid \"echo #{S.M}\"",
            "sudo -n sh -c \"echo #{S.M}\"",
            "docker run x sh -c \"echo #{S.M}\"",
            "env -i sh -c \"echo #{S.M}\"",
            "make MESSAGE=\"#{S.M}\"",
            "su nobody -c \"echo #{S.M}\"",
            "PS4=\"#{S.M}\"; set -x; true",
            "BASH_ENV='#{S.M}' bash -c true",
            "echo $(( #{S.M} ))",
            "echo $((1 + #{S.M}))",
            "$SHELL -c \"echo #{S.M}\"",
            "\"${MY_SHELL:-sh}\" -ec \"echo #{S.M}\"",
            "$SUDO sh -c 'echo #{S.M}'",
            "aws ssm send-command --parameters \"commands=['echo #{S.M}']\"",
            "alias x=\"echo #{S.M}\"");

    private static final List<String> UNSAFE_IN_BASH = List.of(
            "bash <(echo \"echo #{S.M}\")",
            "source <(echo \"echo #{S.M}\")",
            ". /dev/stdin <<< \"$(echo 'echo #{S.M}')\"",
            "[[ 1 -eq #{S.M} ]]",
            "(( x = #{S.M} ))",
            "let x=#{S.M}",
            "declare -i x=#{S.M}",
            "x=abc; echo ${x:#{S.M}}",
            "a=(1); echo ${a[#{S.M}]}",
            "X='#{S.M}'; echo \"${X@P}\"",
            "mapfile -t l <<< \"#{S.M}\"; eval \"${l[0]}\"");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path directory;

    @Before
    public void makeADirectory() throws Exception {
        directory = folder.newFolder("work").toPath();
    }

    @Test
    public void a_hostile_value_is_printed_exactly_whatever_the_quoting() throws Exception {
        int ways = 0;
        for (String shell : List.of("sh", "bash")) {
            for (String command : shell.equals("sh")
                    ? SANE
                    : Stream.concat(SANE.stream(), SANE_IN_BASH.stream()).toList()) {
                for (String value : hostile()) {
                    if (value.contains("\n") && !command.contains("\"")) {
                        continue;
                    }
                    ShellReferences.Rewritten rewritten = rewrite(List.of(command), value);
                    assertThat(rewritten.refusals()).as(command).isEmpty();
                    assertThat(rewritten.commands().get(0)).as(command).doesNotContain("touch");
                    String output = run(shell, rewritten);
                    assertNothingWasExecuted(command, value);
                    assertThat(output.strip())
                            .as(shell + ": " + command + "\nbecame: "
                                    + rewritten.commands().get(0))
                            .isEqualTo("<" + value + ">");
                }
                ways++;
            }
        }
        System.out.println(ways + " ways of quoting a reference print the exact value and execute nothing");
    }

    @Test
    public void where_something_would_read_the_value_as_code_a_hostile_value_is_refused() {
        for (String command :
                Stream.concat(UNSAFE.stream(), UNSAFE_IN_BASH.stream()).toList()) {
            for (String value : hostile()) {
                ShellReferences.Rewritten rewritten = rewrite(List.of(command), value);
                assertThat(rewritten.refusals())
                        .as(command + "\nbecame: " + rewritten.commands().get(0))
                        .isNotEmpty();
                assertThat(rewritten.refusals().get(0)).contains("#{S.M}").doesNotContain("touch");
            }
        }
    }

    @Test
    public void a_plain_value_may_stand_where_code_is_read() throws Exception {
        for (String command : Stream.concat(UNSAFE.stream(), UNSAFE_IN_BASH.stream())
                .filter(text -> !text.matches("(true && |exec |sudo -E )?#\\{S.M}"))
                .toList()) {
            assertThat(rewrite(List.of(command), "42").refusals()).as(command).isEmpty();
        }
        assertThat(run("bash", rewrite(List.of("echo $((1 + #{S.M}))"), "41"))).isEqualTo("42\n");
        assertThat(run("sh", rewrite(List.of("echo vX | sed \"s/X/#{S.M}/\""), "1.2.3")))
                .isEqualTo("v1.2.3\n");
        assertThat(run("sh", rewrite(List.of("echo \"echo #{S.M}\" | sh"), "v1.2.3")))
                .isEqualTo("v1.2.3\n");
        assertThat(run("sh", rewrite(List.of("awk 'BEGIN { print \"#{S.M}\" }'"), "feature/x")))
                .isEqualTo("feature/x\n");
        assertThat(run("sh", rewrite(List.of("env -i sh -c 'echo #{S.M}'"), "abc")))
                .isEqualTo("abc\n");
    }

    @Test
    public void even_a_plain_value_is_not_the_command_itself() {
        for (String command : List.of("#{S.M}", "exec #{S.M}", "sudo -u root #{S.M}", "if #{S.M}; then x; fi")) {
            assertThat(rewrite(List.of(command), "reboot").refusals())
                    .as(command)
                    .singleElement()
                    .asString()
                    .contains("would be the command itself");
        }
        assertThat(rewrite(List.of("./#{S.M}/run.sh", "app-#{S.M}"), "a").refusals())
                .isEmpty();
    }

    @Test
    public void what_one_command_stores_and_a_later_one_evaluates_is_refused() {
        assertThat(rewrite(List.of("X='#{S.M}'", "true", "eval \"$X\""), "a b").refusals())
                .hasSize(1);
        assertThat(rewrite(List.of("echo '#{S.M}' >deploy.sh", "sh deploy.sh"), "a b")
                        .refusals())
                .hasSize(1);
        assertThat(rewrite(List.of("X='#{S.M}'", "eval \"$(ssh-agent -s)\""), "a b")
                        .refusals())
                .isEmpty();
    }

    @Test
    public void an_environment_variable_that_holds_a_value_is_not_evaluated_either() {
        Map<String, Set<Reference>> held = Map.of("MSG", Set.of(MESSAGE));
        assertThat(ShellReferences.rewrite(List.of("sh -c \"echo $MSG\""), false, value("a; b"), held)
                        .refusals())
                .hasSize(1);
        assertThat(ShellReferences.rewrite(List.of("echo \"$MSG\" #{S.M}"), false, value("a; b"), held))
                .satisfies(rewritten -> {
                    assertThat(rewritten.refusals()).isEmpty();
                    assertThat(rewritten.commands()).containsExactly("echo \"$MSG\" #{S.M}");
                    assertThat(rewritten.environment()).isEmpty();
                });
        assertThat(ShellReferences.rewrite(List.of("true"), false, value("a; b"), Map.of("BASH_ENV", Set.of(MESSAGE)))
                        .refusals())
                .hasSize(1);
    }

    @Test
    public void one_reference_is_one_variable_and_text_without_references_stays() {
        ShellReferences.Rewritten rewritten = ShellReferences.rewrite(
                List.of("echo #{S.M} '#{S.M}'", "echo #{T.N}", "echo ${X} $#{} #{} # comment"),
                true,
                reference -> Optional.of(reference.name()),
                Map.of());

        assertThat(rewritten.commands())
                .containsExactly(
                        "echo \"${RP_VAR_1}\" ''\"${RP_VAR_1}\"''",
                        "echo \"${RP_VAR_2}\"",
                        "echo ${X} $#{} #{} # comment");
        assertThat(rewritten.environment()).isEqualTo(Map.of("RP_VAR_1", "S.M", "RP_VAR_2", "T.N"));
    }

    @Test
    public void any_text_at_all_is_rewritten_without_the_value() {
        List<String> pieces = List.of(
                "'",
                "\"",
                "\\",
                "`",
                "$(",
                ")",
                "${",
                "}",
                "$((",
                "))",
                "(",
                "{",
                " ",
                "\n",
                ";",
                "|",
                "&",
                "<<E",
                "<<'E'",
                "E",
                "sh -c ",
                "eval ",
                "case x in ",
                "esac",
                "if ",
                "then ",
                "fi",
                "#{S.M}",
                "#",
                "x=",
                "[[ ",
                " ]]",
                "$'",
                "<(",
                ">",
                "0",
                "for ");
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder command = new StringBuilder();
            for (int k = random.nextInt(14); k >= 0; k--) {
                command.append(pieces.get(random.nextInt(pieces.size())));
            }
            ShellReferences.Rewritten rewritten = rewrite(List.of(command.toString()), "touch EVIL");
            assertThat(rewritten.commands().get(0)).as(command.toString()).doesNotContain("EVIL");
            assertThat(rewritten.commands().get(0)).as(command.toString()).doesNotContain("#{S.M}");
        }
        for (String piece : List.of(
                "(", "((", "$((", "<<E ", "`", "\"", "${", "eval ", "$(", "case x in ", "x=(", "\"$", "\"${a:-\"")) {
            assertThat(rewrite(List.of(piece.repeat(60_000 / piece.length()) + "#{S.M}"), "touch EVIL")
                            .commands()
                            .get(0))
                    .doesNotContain("EVIL");
        }
        String deep = "$(".repeat(5000) + "#{S.M}" + "sh -c \"".repeat(500) + "`".repeat(1001);
        assertThat(rewrite(List.of(deep), "touch EVIL").commands().get(0)).doesNotContain("EVIL");
    }

    private List<String> hostile() {
        String one = directory.resolve("pwned").toString();
        String two = directory.resolve("pwned2").toString();
        return List.of(
                "\"; touch " + one + "; $(touch " + two + ") '",
                "'; touch " + one + "; echo '",
                "`touch " + one + "` $(touch " + two + ") \\\" \\' \\",
                "a[$(touch " + one + ")]",
                "x\ntouch " + one + "\nEOF\ntouch " + two + "\ny",
                "* ~ $HOME ${PATH} | touch " + one + " & (touch " + two + ") <x >y #{S.M} {} %s \\n");
    }

    private static Function<Reference, Optional<String>> value(String value) {
        return reference -> reference.equals(MESSAGE) ? Optional.of(value) : Optional.empty();
    }

    private static ShellReferences.Rewritten rewrite(List<String> commands, String value) {
        return ShellReferences.rewrite(commands, true, value(value), Map.of());
    }

    private void assertNothingWasExecuted(String command, String value) {
        assertThat(directory.resolve("pwned")).as(command + " with " + value).doesNotExist();
        assertThat(directory.resolve("pwned2")).as(command + " with " + value).doesNotExist();
    }

    private String run(String shell, ShellReferences.Rewritten rewritten) throws Exception {
        assumeTrue("SKIPPED: no " + shell, Files.exists(Path.of("/bin/" + shell)));
        Path script = Files.writeString(
                folder.getRoot().toPath().resolve("script"), String.join("\n", rewritten.commands()) + "\n");
        Path output = folder.getRoot().toPath().resolve("output");
        ProcessBuilder builder = new ProcessBuilder(shell, script.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(new File("/dev/null"));
        builder.environment().putAll(rewritten.environment());
        Process process = builder.start();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("hangs: " + rewritten.commands());
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
