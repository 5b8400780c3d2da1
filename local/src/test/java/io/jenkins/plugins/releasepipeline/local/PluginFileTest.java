package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarInputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.Before;
import org.junit.Test;

/** The plugin's file as this build makes it, without Jenkins' own artifacts. */
public class PluginFileTest {
    private static final Path FILE = Path.of("target/release-pipeline.hpi");

    @Before
    public void built() {
        assumeTrue("SKIPPED: " + FILE + " was not built (plugin.skip)", Files.isRegularFile(FILE));
    }

    @Test
    public void no_class_of_the_signatures_is_in_it() throws IOException {
        List<String> signatures;
        Path root = Path.of("src/jenkins-api");
        try (Stream<Path> sources = Files.walk(root)) {
            signatures = sources.map(path -> root.relativize(path).toString())
                    .filter(path -> path.endsWith(".java"))
                    .map(path -> path.substring(0, path.length() - ".java".length()))
                    .toList();
        }

        List<String> classes = contents("WEB-INF/lib/release-pipeline.jar").stream()
                .filter(name -> name.endsWith(".class"))
                .map(name -> name.replaceFirst("(\\$.*)?\\.class$", ""))
                .toList();

        assertThat(signatures).isNotEmpty();
        assertThat(classes).isNotEmpty().doesNotContainAnyElementsOf(signatures);
        assertThat(classes).allMatch(name -> name.startsWith("io/jenkins/plugins/releasepipeline/"));
    }

    @Test
    public void it_holds_the_plugin_and_nothing_of_the_local_host() throws IOException {
        assertThat(contents(""))
                .contains("WEB-INF/lib/release-pipeline.jar")
                .noneMatch(
                        name -> name.matches(".*/(jackson|snakeyaml|commons-compress|picocli|jetty|slf4j)[^/]*[.]jar"));
        assertThat(contents("WEB-INF/lib/release-pipeline.jar"))
                .noneMatch(name -> name.startsWith("io/jenkins/plugins/releasepipeline/local/"))
                .contains(
                        "index.jelly",
                        "io/jenkins/plugins/releasepipeline/jenkins/ReleasePipelineJob.class",
                        "io/jenkins/plugins/releasepipeline/jenkins/Messages.class",
                        "io/jenkins/plugins/releasepipeline/engine/Decider.class");
    }

    @Test
    public void jenkins_finds_extensions_symbols_and_parameters_of_web_methods_in_it() throws IOException {
        assertThat(text("META-INF/annotations/hudson.Extension.txt")).contains("ReleasePipelineJob$DescriptorImpl");
        assertThat(text("META-INF/services/annotations/org.jenkinsci.Symbol"))
                .contains("io.jenkins.plugins.releasepipeline.jenkins.ReleasePipelineJob$DescriptorImpl");
        assertThat(text("META-INF/services/annotations/hudson.init.Initializer"))
                .contains("io.jenkins.plugins.releasepipeline.jenkins.JenkinsHost");
        assertThat(text("io/jenkins/plugins/releasepipeline/jenkins/ReleasePipelineRun/doActionLog.stapler"))
                .isEqualTo("request,response,attempt");
    }

    @Test
    public void its_manifest_says_what_it_is_and_needs() throws IOException {
        try (JarInputStream file = new JarInputStream(Files.newInputStream(FILE))) {
            assertThat(file.getManifest().getMainAttributes().getValue("Short-Name"))
                    .isEqualTo("release-pipeline");
            assertThat(file.getManifest().getMainAttributes().getValue("Plugin-Dependencies"))
                    .contains("durable-task:", "structs:", "workflow-step-api:");
        }
    }

    /** The names of the file's entries, or of those of a jar in it. */
    private static List<String> contents(String jar) throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipInputStream file = open(jar)) {
            for (ZipEntry entry = file.getNextEntry(); entry != null; entry = file.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    private static String text(String name) throws IOException {
        try (ZipInputStream file = open("WEB-INF/lib/release-pipeline.jar")) {
            for (ZipEntry entry = file.getNextEntry(); entry != null; entry = file.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return new String(file.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                }
            }
        }
        throw new AssertionError("there is no " + name);
    }

    private static ZipInputStream open(String jar) throws IOException {
        InputStream bytes = Files.newInputStream(FILE);
        ZipInputStream file = new ZipInputStream(bytes);
        if (jar.isEmpty()) {
            return file;
        }
        for (ZipEntry entry = file.getNextEntry(); entry != null; entry = file.getNextEntry()) {
            if (entry.getName().equals(jar)) {
                return new ZipInputStream(file);
            }
        }
        throw new AssertionError("there is no " + jar);
    }
}
