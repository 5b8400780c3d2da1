package io.jenkins.plugins.releasepipeline.action.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.action.deploy.AppSpec.FileExists;
import io.jenkins.plugins.releasepipeline.action.deploy.AppSpec.FileMapping;
import io.jenkins.plugins.releasepipeline.action.deploy.AppSpec.ObjectType;
import io.jenkins.plugins.releasepipeline.action.deploy.AppSpec.Permission;
import io.jenkins.plugins.releasepipeline.action.deploy.AppSpec.Platform;
import io.jenkins.plugins.releasepipeline.action.deploy.AppSpec.Script;
import io.jenkins.plugins.releasepipeline.definition.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

public class AppSpecReaderTest {
    private static AppSpecReader.Reading read(String text) {
        return AppSpecReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static AppSpec accepted(String text) {
        AppSpecReader.Reading reading = read(text);
        assertThat(reading.appspec()).as(reading.problems().toString()).isPresent();
        return reading.appspec().orElseThrow();
    }

    private static List<String> errors(String text) {
        AppSpecReader.Reading reading = read(text);
        assertThat(reading.appspec()).isEmpty();
        return reading.problems().stream()
                .filter(Problem::isError)
                .map(Problem::toString)
                .toList();
    }

    @Test
    public void everything_that_an_appspec_says_is_read() {
        AppSpec appspec = accepted(
                """
                version: 0.0
                os: linux
                files:
                  - source: /
                    destination: /var/www/html/
                  - source: ./conf/app.conf
                    destination: /etc/app
                file_exists_behavior: OVERWRITE
                permissions:
                  - object: /var/www/html
                    pattern: "*.sh"
                    except: [keep.sh]
                    owner: www-data
                    group: www-data
                    mode: 0644
                    type:
                      - file
                hooks:
                  BeforeInstall:
                    - location: /scripts/stop
                      timeout: 60
                      runas: root
                    - location: scripts/more
                  ValidateService:
                """);
        assertThat(appspec.platform()).isEqualTo(Platform.LINUX);
        assertThat(appspec.files())
                .containsExactly(new FileMapping("", "/var/www/html"), new FileMapping("conf/app.conf", "/etc/app"));
        assertThat(appspec.fileExists()).isEqualTo(FileExists.OVERWRITE);
        assertThat(appspec.permissions())
                .containsExactly(new Permission(
                        "/var/www/html",
                        "*.sh",
                        List.of("keep.sh"),
                        Optional.of("www-data"),
                        Optional.of("www-data"),
                        Optional.of("0644"),
                        Set.of(ObjectType.FILE)));
        assertThat(appspec.scripts(LifecycleEvent.BeforeInstall))
                .containsExactly(
                        new Script("scripts/stop", Optional.of(Duration.ofSeconds(60)), Optional.of("root")),
                        new Script("scripts/more", Optional.empty(), Optional.empty()));
        assertThat(appspec.scripts(LifecycleEvent.ValidateService)).isEmpty();
        assertThat(appspec.scripts(LifecycleEvent.ApplicationStop)).isEmpty();
    }

    @Test
    public void services_functions_and_windows_are_understood() {
        assertThat(accepted("version: 0.0\nResources:\n  - A:\n      Type: AWS::ECS::Service\n")
                        .platform())
                .isEqualTo(Platform.ECS);
        assertThat(accepted("{\"version\": 0.0, \"Resources\": [{\"f\": {\"Type\": \"AWS::Lambda::Function\"}}]}")
                        .platform())
                .isEqualTo(Platform.LAMBDA);
        assertThat(accepted("version: 0.0\nos: windows\nfiles:\n  - source: \\\n    destination: c:\\temp\n")
                        .platform())
                .isEqualTo(Platform.WINDOWS);
    }

    @Test
    public void all_problems_are_reported_with_their_places() {
        assertThat(
                        errors(
                                """
                        version: 0.1
                        os: linus
                        files:
                          - destination: /a
                          - source: ../outside
                            destination: /b
                        file_exists_behavior: MAYBE
                        permissions:
                          - mode: 999
                            object: /a
                          - owner: "a b"
                            object: /a
                        hooks:
                          BeforeInstal:
                            - location: a
                          AfterInstall:
                            - timeout: never
                              location: b
                            - runas: root
                            - location: ../../etc/passwd
                        """))
                .containsExactly(
                        "1:10: error: /version: version is \"0.1\"; the only version there is is 0.0",
                        "2:5: error: /os: os is \"linus\"; it is linux or windows",
                        "4:5: error: /files/0/source: has no source",
                        "5:13: error: /files/1/source: \"../outside\" leads out of the revision",
                        "7:23: error: /file_exists_behavior: \"MAYBE\" is not one of DISALLOW, OVERWRITE and RETAIN",
                        "9:11: error: /permissions/0/mode: \"999\" is not a mode of one to four octal digits, 644 for"
                                + " example",
                        "11:12: error: /permissions/1/owner: \"a b\" is not the name of a user or group",
                        "14:3: error: /hooks/BeforeInstal: \"BeforeInstal\" is not a lifecycle event; the events are"
                                + " BeforeBlockTraffic, AfterBlockTraffic, ApplicationStop, BeforeInstall,"
                                + " AfterInstall, ApplicationStart, ValidateService, BeforeAllowTraffic,"
                                + " AfterAllowTraffic",
                        "17:16: error: /hooks/AfterInstall/0/timeout: \"never\" is not a number of seconds greater"
                                + " than 0",
                        "19:7: error: /hooks/AfterInstall/1/location: has no location",
                        "20:17: error: /hooks/AfterInstall/2/location: \"../../etc/passwd\" is not a file of the"
                                + " revision");
    }

    @Test
    public void what_codedeploy_does_not_look_at_is_a_warning() {
        AppSpecReader.Reading reading = read(
                """
                version: "0.0"
                os: linux
                owner: me
                files:
                  - source: a
                    destination: relative
                    overwrite: true
                hooks:
                  Install:
                    - location: a
                  BeforeAllowTraffic:
                    - location: a
                      timeout: 4000
                """);
        assertThat(reading.appspec()).isPresent();
        assertThat(reading.problems())
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder(
                        "/version",
                        "/owner",
                        "/files/0/overwrite",
                        "/files/0/destination",
                        "/hooks/Install",
                        "/hooks/BeforeAllowTraffic",
                        "/hooks/BeforeAllowTraffic");
    }

    @Test
    public void what_is_no_appspec_is_refused_in_words_and_at_once() {
        String bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n"
                + "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n".repeat(1)
                + "d: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n";
        for (String text : new String[] {
            "", "null", "- a", "text", "{", "a: [", "\t", "[".repeat(100_000), "x".repeat(2_000_000), bomb, "\0"
        }) {
            assertThat(errors(text)).isNotEmpty();
        }
        assertThat(AppSpecReader.read(new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0})
                        .appspec())
                .isEmpty();
    }
}
