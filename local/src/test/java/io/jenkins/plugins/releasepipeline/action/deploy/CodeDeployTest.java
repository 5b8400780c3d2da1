package io.jenkins.plugins.releasepipeline.action.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.NameMappings.DeploymentConfiguration;
import io.jenkins.plugins.releasepipeline.action.NameMappings.DeploymentGroup;
import io.jenkins.plugins.releasepipeline.action.NameMappings.DeploymentTarget;
import io.jenkins.plugins.releasepipeline.local.ActionFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class CodeDeployTest {
    private static final String HEAD = "version: 0.0\nos: linux\n";
    private static final String SITE = HEAD + "files:\n  - source: /site\n    destination: /var/www\n";

    @Rule
    public final ActionFixture fixture = new ActionFixture();

    private Path root;
    private final List<DeploymentTarget> targets = new ArrayList<>();

    @Before
    public void aTarget() throws IOException {
        root = fixture.directory("target");
        fixture.type("Deploy", "AWS", "CodeDeploy")
                .configuration("ApplicationName", "shop")
                .configuration("DeploymentGroupName", "staging");
        targets.add(new DeploymentTarget("web-1", "", root.toString()));
        group(DeploymentConfiguration.AllAtOnce, false);
    }

    private void group(DeploymentConfiguration configuration, boolean allowRunAs) {
        fixture.group("shop", "staging", new DeploymentGroup(List.copyOf(targets), configuration, allowRunAs));
    }

    /** Path, content, path, content …; every script of a revision is executable. */
    private CodeDeployTest revision(String appspec, String... files) throws IOException {
        Path directory = fixture.directory("revision");
        Map<String, String> all = new LinkedHashMap<>();
        all.put("appspec.yml", appspec);
        for (int i = 0; i < files.length; i += 2) {
            all.put(files[i], files[i + 1]);
        }
        for (Map.Entry<String, String> file : all.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
            if (file.getValue().startsWith("#!")) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        fixture.noInputs().input("Build", directory);
        return this;
    }

    private static String hooks(String... eventsAndScripts) {
        StringBuilder text = new StringBuilder("hooks:\n");
        for (int i = 0; i < eventsAndScripts.length; i += 2) {
            text.append("  " + eventsAndScripts[i] + ":\n    - location: " + eventsAndScripts[i + 1] + "\n");
        }
        return text.toString();
    }

    private ActionResult succeeds() throws IOException {
        ActionResult result = fixture.run(new CodeDeploy());
        assertThat(result.message()).as(fixture.log()).isEmpty();
        fixture.nextAttempt();
        assertClean();
        return result;
    }

    private ActionResult fails(FailureType type, String... words) throws IOException {
        ActionResult result = fixture.run(new CodeDeploy());
        assertThat(result.failure()).as(fixture.log()).contains(type);
        assertThat(result.message()).contains(words);
        fixture.nextAttempt();
        assertClean();
        return result;
    }

    private void assertClean() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            assertThat(all.map(path -> path.getFileName().toString()))
                    .doesNotContain("lock", "backup", "backup.part", "backup.done", "cleanup.part")
                    .noneMatch(name -> name.startsWith(".release-pipeline."));
        }
    }

    private TreeSet<String> installed() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> !path.equals(root))
                    .map(path -> root.relativize(path).toString())
                    .filter(path -> !path.startsWith(".release-pipeline"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private String content(String path) throws IOException {
        return Files.readString(root.resolve(path));
    }

    private void program(String path, String script) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    public void files_and_directories_go_where_the_appspec_says() throws IOException {
        revision(
                HEAD
                        + """
                files:
                  - source: site
                    destination: /var/www
                  - source: conf/app.conf
                    destination: /etc/app/
                """,
                "site/index.html",
                "<h1>one</h1>",
                "site/css/a.css",
                "a",
                "conf/app.conf",
                "port = 80",
                "other.txt",
                "not deployed");
        ActionResult result = succeeds();
        assertThat(result.summary()).isEqualTo("1 of 1 target succeeded");
        assertThat(result.externalExecutionId()).matches("d-[A-Z0-9]{9}");
        assertThat(installed())
                .containsExactly(
                        "etc",
                        "etc/app",
                        "etc/app/app.conf",
                        "var",
                        "var/www",
                        "var/www/css",
                        "var/www/css/a.css",
                        "var/www/index.html");
    }

    @Test
    public void a_slash_is_the_whole_revision() throws IOException {
        revision(HEAD + "files:\n  - source: /\n    destination: /srv/app\n", "a b.txt", "a", "x/y", "y", ".env", "e");
        succeeds();
        assertThat(installed())
                .containsExactly(
                        "srv",
                        "srv/app",
                        "srv/app/.env",
                        "srv/app/a b.txt",
                        "srv/app/appspec.yml",
                        "srv/app/x",
                        "srv/app/x/y");
    }

    @Test
    public void the_next_deployment_replaces_its_files_and_removes_what_is_not_in_it_any_more() throws IOException {
        revision(SITE, "site/index.html", "one", "site/old/page.html", "old", "site/kind", "a file");
        succeeds();
        Files.writeString(root.resolve("var/www/uploaded.txt"), "of a user");
        revision(SITE, "site/index.html", "two", "site/new.html", "new", "site/kind/now", "a directory");
        succeeds();
        assertThat(installed())
                .containsExactly(
                        "var",
                        "var/www",
                        "var/www/index.html",
                        "var/www/kind",
                        "var/www/kind/now",
                        "var/www/new.html",
                        "var/www/uploaded.txt");
        assertThat(content("var/www/index.html")).isEqualTo("two");
        revision(SITE, "site/kind", "a file again");
        succeeds();
        assertThat(content("var/www/kind")).isEqualTo("a file again");
        assertThat(installed()).containsExactly("var", "var/www", "var/www/kind", "var/www/uploaded.txt");
    }

    @Test
    public void files_that_no_deployment_has_put_there_are_not_overwritten_unless_the_appspec_says_so()
            throws IOException {
        Files.createDirectories(root.resolve("var/www"));
        Files.writeString(root.resolve("var/www/index.html"), "mine");
        revision(SITE, "site/index.html", "one", "site/other.html", "other");
        fails(FailureType.JobFailed, "already exists at this location: /var/www/index.html", "file_exists_behavior");
        assertThat(installed()).containsExactly("var", "var/www", "var/www/index.html");

        revision(SITE + "file_exists_behavior: RETAIN\n", "site/index.html", "one", "site/other.html", "other");
        succeeds();
        assertThat(content("var/www/index.html")).isEqualTo("mine");
        assertThat(content("var/www/other.html")).isEqualTo("other");

        revision(SITE + "file_exists_behavior: OVERWRITE\n", "site/index.html", "one");
        succeeds();
        assertThat(content("var/www/index.html")).isEqualTo("one");
        assertThat(installed()).doesNotContain("var/www/other.html");
    }

    @Test
    public void scripts_run_in_the_order_of_events_and_know_their_deployment() throws IOException {
        String script = "#!/bin/sh\n"
                + "echo \"$LIFECYCLE_EVENT $APPLICATION_NAME $DEPLOYMENT_GROUP_NAME\" >> \"$RELEASE_PIPELINE_TARGET_ROOT/events\"\n"
                + "[ \"$PWD\" = \"$(dirname \"$PWD\")/deployment-archive\" ] && [ -f appspec.yml ] || exit 9\n"
                + "case $PWD in */$DEPLOYMENT_GROUP_ID/$DEPLOYMENT_ID/*) ;; *) [ $LIFECYCLE_EVENT = ApplicationStop ] || exit 8;; esac\n";
        revision(
                SITE
                        + hooks(
                                "ValidateService", "s",
                                "ApplicationStart", "s",
                                "AfterInstall", "s",
                                "BeforeInstall", "s",
                                "ApplicationStop", "s",
                                "BeforeAllowTraffic", "s"),
                "s",
                script,
                "site/a",
                "a");
        succeeds();
        assertThat(content("events").lines())
                .containsExactly(
                        "BeforeInstall shop staging",
                        "AfterInstall shop staging",
                        "ApplicationStart shop staging",
                        "ValidateService shop staging");
        Files.delete(root.resolve("events"));
        succeeds();
        assertThat(content("events").lines()).first().isEqualTo("ApplicationStop shop staging");
    }

    @Test
    public void application_stop_runs_the_scripts_of_the_last_revision_that_was_deployed_with_success()
            throws IOException {
        String stop = "#!/bin/sh\necho %s >> \"$RELEASE_PIPELINE_TARGET_ROOT/stopped\"\n";
        revision(SITE + hooks("ApplicationStop", "stop"), "stop", stop.formatted("one"), "site/a", "1");
        succeeds();
        revision(
                SITE + hooks("ApplicationStop", "stop", "ApplicationStart", "start"),
                "stop",
                stop.formatted("two"),
                "start",
                "#!/bin/sh\necho no good >&2\nexit 3\n",
                "site/a",
                "2");
        fails(FailureType.JobFailed, "ApplicationStart: the script start ended with exit code 3: no good");
        assertThat(content("stopped")).isEqualTo("one\n");
        revision(SITE + hooks("ApplicationStop", "stop"), "stop", stop.formatted("three"), "site/a", "3");
        succeeds();
        assertThat(content("stopped")).isEqualTo("one\none\n");
        assertThat(content("var/www/a")).isEqualTo("3");
    }

    @Test
    public void when_a_script_after_install_fails_the_files_that_were_there_are_put_back() throws IOException {
        Files.createDirectories(root.resolve("var/www"));
        Files.writeString(root.resolve("var/www/own.html"), "mine");
        revision(SITE, "site/index.html", "one", "site/gone.html", "gone", "site/d/x", "x");
        succeeds();
        Files.setPosixFilePermissions(root.resolve("var/www/index.html"), PosixFilePermissions.fromString("rw-r-----"));
        TreeSet<String> before = installed();
        revision(
                SITE + "file_exists_behavior: OVERWRITE\n" + hooks("ValidateService", "validate"),
                "site/index.html",
                "two",
                "site/own.html",
                "theirs",
                "site/new/deep/file",
                "new",
                "site/d",
                "a file now",
                "validate",
                "#!/bin/sh\ngrep -q two \"$RELEASE_PIPELINE_TARGET_ROOT/var/www/index.html\" && exit 1\n");
        fails(FailureType.JobFailed, "ValidateService: the script validate ended with exit code 1");
        assertThat(installed()).isEqualTo(before);
        assertThat(content("var/www/index.html")).isEqualTo("one");
        assertThat(content("var/www/own.html")).isEqualTo("mine");
        assertThat(content("var/www/d/x")).isEqualTo("x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("var/www/index.html"))))
                .isEqualTo("rw-r-----");

        revision(SITE, "site/index.html", "three");
        succeeds();
        assertThat(installed()).containsExactly("var", "var/www", "var/www/index.html", "var/www/own.html");
    }

    @Test
    public void when_a_script_before_install_fails_nothing_is_touched() throws IOException {
        revision(
                SITE + hooks("BeforeInstall", "check"),
                "check",
                "#!/bin/sh\necho 'disk full'; exit 28\n",
                "site/index.html",
                "one");
        fails(FailureType.JobFailed, "BeforeInstall: the script check ended with exit code 28: disk full");
        assertThat(installed()).isEmpty();
    }

    @Test
    public void what_before_install_makes_of_the_revision_is_what_is_installed() throws IOException {
        revision(
                SITE + hooks("BeforeInstall", "render"),
                "render",
                "#!/bin/sh\nsed -i s/NAME/World/ site/index.html && echo made > site/made.html\n",
                "site/index.html",
                "Hello NAME");
        succeeds();
        assertThat(content("var/www/index.html")).isEqualTo("Hello World");
        assertThat(content("var/www/made.html")).isEqualTo("made\n");
    }

    @Test
    public void a_script_need_not_be_executable_and_one_that_is_not_there_fails() throws IOException {
        revision(
                SITE + hooks("AfterInstall", "scripts/touch"),
                "scripts/touch",
                "touch \"$RELEASE_PIPELINE_TARGET_ROOT/touched\"\n",
                "site/a",
                "a");
        succeeds();
        assertThat(root.resolve("touched")).exists();
        revision(SITE + hooks("AfterInstall", "scripts/nothing"), "site/a", "a");
        fails(FailureType.JobFailed, "AfterInstall", "the revision has no file scripts/nothing");
    }

    @Test
    public void a_script_that_takes_longer_than_its_timeout_is_ended() throws IOException {
        revision(
                SITE + "hooks:\n  AfterInstall:\n    - location: slow\n      timeout: 1\n",
                "slow",
                "#!/bin/sh\nsleep 600\n",
                "site/a",
                "a");
        fails(FailureType.JobFailed, "AfterInstall: the script slow did not end within 1 seconds");
        assertThat(installed()).isEmpty();
    }

    @Test
    public void another_user_is_refused_unless_the_deployment_group_allows_it() throws IOException {
        String user = System.getProperty("user.name");
        revision(
                SITE + "hooks:\n  AfterInstall:\n    - location: who\n      runas: " + user + "\n",
                "who",
                "#!/bin/sh\nid -un > \"$RELEASE_PIPELINE_TARGET_ROOT/who\"\n",
                "site/a",
                "a");
        succeeds();
        assertThat(content("who").strip()).isEqualTo(user);

        revision(
                SITE + "hooks:\n  AfterInstall:\n    - location: who\n      runas: somebody-else\n",
                "who",
                "#!/bin/sh\nid -un\n",
                "site/a",
                "a");
        fails(FailureType.JobFailed, "wants who to run as somebody-else", "allowRunAs");
        group(DeploymentConfiguration.AllAtOnce, true);
        fails(FailureType.JobFailed, "there is no user somebody-else on this target");
    }

    @Test
    public void an_allowed_user_runs_the_script_with_the_same_environment() throws IOException {
        assumeTrue("SKIPPED: only root can run as somebody else", "root".equals(System.getProperty("user.name")));
        assumeTrue(
                "SKIPPED: there is no user nobody",
                Files.readString(Path.of("/etc/passwd")).contains("nobody:"));
        group(DeploymentConfiguration.AllAtOnce, true);
        Files.setPosixFilePermissions(fixture.home(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
        revision(
                SITE + "hooks:\n  AfterInstall:\n    - location: who\n      runas: nobody\n",
                "who",
                "#!/bin/sh\necho \"$(id -un) $LIFECYCLE_EVENT\" > \"$RELEASE_PIPELINE_TARGET_ROOT/who\"\n",
                "site/a",
                "a");
        succeeds();
        assertThat(content("who")).isEqualTo("nobody AfterInstall\n");
    }

    @Test
    public void permissions_are_given_to_what_was_copied() throws IOException {
        revision(
                SITE
                        + """
                permissions:
                  - object: /var/www
                    pattern: "*.sh"
                    except: [keep.sh]
                    mode: 750
                    type: [file]
                  - object: /var/www/private
                    pattern: "**"
                    mode: "0600"
                    type: [file]
                  - object: /var/www
                    pattern: private
                    mode: 700
                    type: [directory]
                  - object: /var/www/index.html
                    mode: 444
                    owner: nobody-here
                  - object: /not/there
                    mode: 777
                """,
                "site/index.html",
                "i",
                "site/run.sh",
                "r",
                "site/keep.sh",
                "k",
                "site/private/a.txt",
                "a",
                "site/private/more/b.txt",
                "b");
        succeeds();
        assertThat(mode("var/www/run.sh")).isEqualTo("rwxr-x---");
        assertThat(mode("var/www/keep.sh")).isEqualTo("rw-r--r--");
        assertThat(mode("var/www/private")).isEqualTo("rwx------");
        assertThat(mode("var/www/private/a.txt")).isEqualTo("rw-------");
        assertThat(mode("var/www/private/more/b.txt")).isEqualTo("rw-------");
        assertThat(mode("var/www/index.html")).isEqualTo("r--r--r--");
        fixture.nextAttempt();
    }

    @Test
    public void an_owner_that_may_not_be_given_is_explained() throws IOException {
        revision(SITE + "permissions:\n  - object: /var/www\n    owner: www-data\n    type: [file]\n", "site/a", "a");
        ActionResult result = fixture.run(new CodeDeploy());
        assertThat(result.isSuccess()).as(fixture.log()).isTrue();
        assertThat(fixture.log()).contains("the owner www-data of 1 object is not applied", "allowRunAs");
    }

    private String mode(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(path)));
    }

    @Test
    public void symbolic_links_stay_links_and_none_leads_the_files_out_of_the_root() throws IOException {
        Path directory = fixture.directory("revision");
        Files.writeString(directory.resolve("appspec.yml"), SITE);
        Files.createDirectories(directory.resolve("site/releases/1"));
        Files.writeString(directory.resolve("site/releases/1/a"), "a");
        Files.createSymbolicLink(directory.resolve("site/current"), Path.of("releases/1"));
        fixture.noInputs().input("Build", directory);
        succeeds();
        assertThat(Files.readSymbolicLink(root.resolve("var/www/current"))).isEqualTo(Path.of("releases/1"));
        assertThat(content("var/www/current/a")).isEqualTo("a");

        Path outside = fixture.directory("outside");
        Files.createSymbolicLink(root.resolve("opt"), outside);
        revision(HEAD + "files:\n  - source: a\n    destination: /opt/app\n", "a", "a");
        fails(FailureType.ConfigurationError, "/opt on the target is a symbolic link to " + outside);
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    public void what_an_appspec_cannot_mean_fails_before_anything_is_stopped() throws IOException {
        revision(SITE + hooks("ApplicationStop", "stop"), "stop", "#!/bin/sh\nexit 1\n", "site/a", "a");
        succeeds();
        revision("version: 0.0\nos: solaris\n");
        fails(FailureType.ConfigurationError, "appspec.yml is wrong", "2:5", "os is \"solaris\"");
        revision("version: 0.0\nResources:\n  - T:\n      Type: AWS::ECS::Service\n");
        fails(FailureType.ConfigurationError, "for an Amazon ECS service, which cannot be deployed to");
        revision("version: 0.0\nos: windows\n");
        fails(FailureType.ConfigurationError, "for a Windows machine");
        fixture.noInputs().input("Build", Map.of("index.html", "no appspec"));
        fails(FailureType.ConfigurationError, "no appspec.yml at its top");
    }

    @Test
    public void sources_that_are_not_there_or_collide_fail() throws IOException {
        revision(HEAD + "files:\n  - source: nothing\n    destination: /a\n");
        fails(FailureType.ConfigurationError, "the revision has no 'nothing'");
        revision(
                HEAD + "files:\n  - {source: x/f, destination: /a}\n  - {source: y/f, destination: /a}\n",
                "x/f",
                "x",
                "y/f",
                "y");
        fails(FailureType.ConfigurationError, "/a/f would get two files of the revision, x/f and y/f");
    }

    @Test
    public void a_revision_in_one_directory_of_the_zip_is_found() throws IOException {
        Path directory = fixture.directory("revision");
        Path top = Files.createDirectories(directory.resolve("shop-1.2"));
        Files.createDirectories(top.resolve("site"));
        Files.writeString(top.resolve("appspec.yaml"), SITE + hooks("ApplicationStop", "stop"));
        Files.writeString(top.resolve("stop"), "touch \"$RELEASE_PIPELINE_TARGET_ROOT/stopped\"\n");
        Files.writeString(top.resolve("site/index.html"), "one");
        fixture.noInputs().input("Build", directory);
        succeeds();
        assertThat(content("var/www/index.html")).isEqualTo("one");
        succeeds();
        assertThat(root.resolve("stopped")).exists();
    }

    @Test
    public void a_group_that_is_not_mapped_or_makes_no_sense_fails_in_words() throws IOException {
        revision(SITE, "site/a", "a");
        fixture.configuration("DeploymentGroupName", "production");
        fails(FailureType.ConfigurationError, "'shop/production'", "map deploymentGroups shop/production");
        fixture.configuration("DeploymentGroupName", "staging");
        targets.add(new DeploymentTarget("web-2", "", root + "/./"));
        group(DeploymentConfiguration.AllAtOnce, false);
        fails(FailureType.ConfigurationError, "the same label and root");
        targets.set(1, new DeploymentTarget("web-2", "", "relative"));
        group(DeploymentConfiguration.AllAtOnce, false);
        fails(FailureType.ConfigurationError, "not an absolute path");
    }

    private List<Path> fleet(int size, DeploymentConfiguration configuration) throws IOException {
        targets.clear();
        List<Path> roots = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            Path each = fixture.directory("target");
            roots.add(each);
            targets.add(new DeploymentTarget("web-" + i, "", each.toString()));
        }
        group(configuration, false);
        return roots;
    }

    private static final String FAILS_WHERE_TOLD =
            "#!/bin/sh\nif [ -e \"$RELEASE_PIPELINE_TARGET_ROOT/broken\" ]; then echo broken; exit 1; fi\n";

    @Test
    public void all_targets_get_the_revision() throws IOException {
        List<Path> roots = fleet(3, DeploymentConfiguration.HalfAtATime);
        revision(SITE, "site/a", "a");
        ActionResult result = fixture.run(new CodeDeploy());
        assertThat(result.isSuccess()).as(fixture.log()).isTrue();
        assertThat(result.summary()).isEqualTo("3 of 3 targets succeeded");
        roots.forEach(each -> assertThat(each.resolve("var/www/a")).exists());
        assertThat(fixture.log()).contains("[web-2] Install", "web-3: succeeded");
        assertThat(fixture.progress()).anyMatch(told -> told.percentComplete().orElse(0) > 50);
    }

    @Test
    public void one_at_a_time_stops_at_the_first_failure() throws IOException {
        List<Path> roots = fleet(3, DeploymentConfiguration.OneAtATime);
        Files.writeString(roots.get(1).resolve("broken"), "");
        revision(SITE + hooks("ValidateService", "check"), "check", FAILS_WHERE_TOLD, "site/a", "a");
        ActionResult result = fixture.run(new CodeDeploy());
        assertThat(result.failure()).as(fixture.log()).contains(FailureType.JobFailed);
        assertThat(result.message())
                .isEqualTo("web-2: ValidateService: the script check ended with exit code 1: broken; not deployed to"
                        + " web-3");
        assertThat(result.summary()).isEqualTo("1 of 3 targets succeeded");
        assertThat(roots.get(0).resolve("var/www/a")).exists();
        assertThat(roots.get(1).resolve("var/www/a")).doesNotExist();
        assertThat(roots.get(2).resolve("var")).doesNotExist();
    }

    @Test
    public void one_at_a_time_may_lose_the_last_and_all_at_once_all_but_one() throws IOException {
        revision(SITE + hooks("ValidateService", "check"), "check", FAILS_WHERE_TOLD, "site/a", "a");
        List<Path> roots = fleet(2, DeploymentConfiguration.OneAtATime);
        Files.writeString(roots.get(1).resolve("broken"), "");
        ActionResult last = fixture.run(new CodeDeploy());
        assertThat(last.isSuccess()).as(fixture.log()).isTrue();
        assertThat(last.summary()).isEqualTo("1 of 2 targets succeeded");

        fixture.nextAttempt();
        roots = fleet(2, DeploymentConfiguration.AllAtOnce);
        Files.writeString(roots.get(0).resolve("broken"), "");
        assertThat(fixture.run(new CodeDeploy()).isSuccess()).as(fixture.log()).isTrue();
        Files.writeString(roots.get(1).resolve("broken"), "");
        fixture.nextAttempt();
        assertThat(fixture.run(new CodeDeploy()).isSuccess()).isFalse();
    }

    @Test
    public void a_deployment_goes_on_after_a_restart_and_no_script_runs_twice() throws IOException {
        String count = "#!/bin/sh\necho $LIFECYCLE_EVENT >> \"$RELEASE_PIPELINE_TARGET_ROOT/events\"\n";
        revision(SITE + hooks("ApplicationStop", "count"), "count", count, "site/a", "1");
        succeeds();
        revision(
                SITE + hooks("BeforeInstall", "count", "AfterInstall", "wait", "ValidateService", "count"),
                "count",
                count,
                "wait",
                count + "echo waiting\nwhile [ ! -e \"$RELEASE_PIPELINE_TARGET_ROOT/go\" ]; do sleep 0.1; done\n",
                "site/a",
                "2");
        fixture.start(new CodeDeploy());
        fixture.awaitLog("waiting");
        fixture.restart();
        ActionRun again = fixture.reattach(new CodeDeploy());
        Files.writeString(root.resolve("go"), "");
        ActionResult result = fixture.result(again);
        assertThat(result.isSuccess()).as(fixture.log()).isTrue();
        assertThat(content("events").lines())
                .containsExactly("ApplicationStop", "BeforeInstall", "AfterInstall", "ValidateService");
        assertThat(content("var/www/a")).isEqualTo("2");
        assertThat(fixture.log()).containsOnlyOnce("waiting");
        fixture.restart();
        assertThat(fixture.result(fixture.reattach(new CodeDeploy())).isSuccess())
                .isTrue();
        assertThat(content("events").lines()).hasSize(4);
        assertClean();
    }

    @Test
    public void a_stopped_deployment_puts_back_what_was_there() throws IOException {
        revision(SITE, "site/a", "1");
        succeeds();
        revision(SITE + hooks("AfterInstall", "wait"), "wait", "#!/bin/sh\necho waiting\nsleep 600\n", "site/a", "2");
        ActionRun run = fixture.start(new CodeDeploy());
        fixture.awaitLog("waiting");
        assertThat(content("var/www/a")).isEqualTo("2");
        run.stop("no longer wanted");
        ActionResult result = fixture.result(run);
        assertThat(result.isSuccess()).isFalse();
        assertThat(result.message()).contains("no longer wanted");
        assertThat(content("var/www/a")).isEqualTo("1");
        fixture.nextAttempt();
        assertClean();
    }

    @Test
    public void two_deployments_to_one_target_at_a_time_are_one_too_many() throws IOException {
        Path state = state();
        Files.createDirectories(state.resolve("lock"));
        Files.writeString(state.resolve("lock/deployment"), "d-OTHER1234\n");
        revision(SITE, "site/a", "a");
        ActionResult result = fixture.run(new CodeDeploy());
        assertThat(result.failure()).contains(FailureType.JobFailed);
        assertThat(result.message()).contains("the deployment d-OTHER1234 is under way on this target");
        assertThat(state.resolve("lock/deployment")).exists();
    }

    @Test
    public void a_deployment_that_was_cut_off_is_undone_by_the_next_one() throws IOException {
        revision(SITE, "site/a", "1");
        succeeds();
        Path state = state();
        Path backup = state.resolve("d-CUTOFF123/backup");
        Files.createDirectories(backup.resolve("files/var/www"));
        Files.writeString(backup.resolve("files/var/www/a"), "1");
        Files.writeString(backup.resolve("kept"), "into\n/var/www\nitem\n/var/www/a\n");
        Files.writeString(backup.resolve("undo"), "remove\n\nitem\n/var/www/half\n");
        Files.copy(state.resolve("cleanup"), backup.resolve("cleanup"));
        Files.writeString(root.resolve("var/www/a"), "half");
        Files.writeString(root.resolve("var/www/half"), "half");
        Files.createDirectories(state.resolve("lock"));
        Files.writeString(state.resolve("lock/deployment"), "d-CUTOFF123\n");
        Files.writeString(state.resolve("lock/running"), "999999999 1\n");
        for (String old : new String[] {"lock/deployment", "lock/running", "lock"}) {
            Files.setLastModifiedTime(state.resolve(old), FileTime.fromMillis(System.currentTimeMillis() - 600_000));
        }
        revision(
                SITE + hooks("BeforeInstall", "look"),
                "look",
                "#!/bin/sh\ncd \"$RELEASE_PIPELINE_TARGET_ROOT/var/www\" && [ ! -e half ] && grep -q 1 a\n",
                "site/a",
                "2");
        succeeds();
        assertThat(content("var/www/a")).isEqualTo("2");
        assertThat(installed()).containsExactly("var", "var/www", "var/www/a");
    }

    private Path state() {
        return root.resolve(".release-pipeline/deployments")
                .resolve(Deployment.of("", "shop", "staging", false).groupId());
    }

    @Test
    public void only_the_last_few_revisions_are_kept() throws IOException {
        for (int i = 1; i <= 7; i++) {
            revision(SITE, "site/a", "" + i);
            succeeds();
        }
        try (Stream<Path> kept = Files.list(state())) {
            assertThat(kept.filter(path -> path.getFileName().toString().startsWith("d-")))
                    .hasSize(5);
        }
        assertThat(Files.isDirectory(root.resolve("var"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }

    @Test
    public void programs_of_the_targets_own_root_come_first() throws IOException {
        program("usr/bin/service", "#!/bin/sh\necho \"$@\" > \"$RELEASE_PIPELINE_TARGET_ROOT/serviced\"\n");
        revision(SITE + hooks("ApplicationStart", "start"), "start", "#!/bin/sh\nservice httpd start\n", "site/a", "a");
        succeeds();
        assertThat(content("serviced")).isEqualTo("httpd start\n");
    }
}
