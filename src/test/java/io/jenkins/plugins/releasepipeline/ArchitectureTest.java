package io.jenkins.plugins.releasepipeline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchUnitRunner;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.runner.RunWith;

/** Holds the walls between the rooms of the house: arrows between packages point one way. */
@RunWith(ArchUnitRunner.class)
@AnalyzeClasses(
        packages = "io.jenkins.plugins.releasepipeline",
        importOptions = {ImportOption.DoNotIncludeTests.class})
public class ArchitectureTest {
    private static final String ROOT = "io.jenkins.plugins.releasepipeline.";

    @ArchTest
    static final ArchRule only_the_jenkins_package_knows_jenkins = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "jenkins..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("hudson..", "jenkins..", "org.jenkinsci..", "org.kohsuke..");

    @ArchTest
    static final ArchRule definition_knows_no_other_room =
            wall("definition", "engine", "journal", "runtime", "action", "artifact", "trigger", "api", "view", "local");

    @ArchTest
    static final ArchRule engine_knows_definition_alone =
            wall("engine", "journal", "runtime", "action", "artifact", "trigger", "api", "view", "local");

    @ArchTest
    static final ArchRule journal_knows_definition_and_engine_alone =
            wall("journal", "runtime", "action", "artifact", "trigger", "api", "view", "local");

    @ArchTest
    static final ArchRule artifact_knows_nothing_of_the_engine =
            wall("artifact", "engine", "journal", "runtime", "action", "trigger", "api", "view", "local");

    @ArchTest
    static final ArchRule action_knows_nothing_of_the_engine =
            wall("action", "engine", "journal", "runtime", "trigger", "api", "view", "local");

    @ArchTest
    static final ArchRule runtime_knows_no_host = wall("runtime", "trigger", "api", "view", "local", "jenkins");

    @ArchTest
    static final ArchRule the_engine_does_no_io_and_has_no_clock_and_no_thread = noClasses()
            .that()
            .resideInAPackage(ROOT + "engine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "java.util.concurrent..")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID")
            .allowEmptyShould(true);

    private static ArchRule wall(String room, String... forbidden) {
        String[] packages = new String[forbidden.length];
        for (int i = 0; i < forbidden.length; i++) {
            packages[i] = ROOT + forbidden[i] + "..";
        }
        return noClasses()
                .that()
                .resideInAPackage(ROOT + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .allowEmptyShould(true);
    }
}
