package io.jenkins.plugins.releasepipeline.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.releasepipeline.artifact.SelectedFiles.SelectedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What CodeBuild's guide says of {@code artifacts}: files, base-directory, discard-paths, exclude-paths. */
public class SelectedFilesTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path root;

    @Before
    public void files() throws IOException {
        root = folder.getRoot().toPath().toRealPath().resolve("src");
        for (String file : List.of(
                "my-file.jar",
                ".env",
                ".git/config",
                "my-build-1/my-file-1.txt",
                "my-build-2/my-file-2.txt",
                "my-build-2/my-subdirectory/my-file-3.txt",
                "target/app.jar",
                "target/classes/A.class",
                "target/classes/deep/B.class",
                "pages/[id].js",
                "pages/i.js")) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.writeString(root.resolve(file), file);
        }
    }

    @Test
    public void a_single_file_wherever_it_is() throws IOException {
        assertThat(select("my-file.jar")).containsExactly("my-file.jar");
        assertThat(select("target/app.jar")).containsExactly("target/app.jar");
        assertThat(select("./target//app.jar")).containsExactly("target/app.jar");
    }

    @Test
    public void everything_includes_names_with_a_leading_dot() throws IOException {
        assertThat(select("**/*")).hasSize(11).contains(".env", ".git/config", "target/classes/deep/B.class");
        assertThat(select("**")).hasSize(11);
        assertThat(select(".")).hasSize(11);
    }

    @Test
    public void one_star_stays_in_its_directory() throws IOException {
        assertThat(select("target/*")).containsExactly("target/app.jar");
        assertThat(select("*/my-file-?.txt")).containsExactly("my-build-1/my-file-1.txt", "my-build-2/my-file-2.txt");
        assertThat(select("*.jar")).containsExactly("my-file.jar");
    }

    @Test
    public void two_stars_cross_directories_and_none() throws IOException {
        assertThat(select("target/**/*"))
                .containsExactly("target/app.jar", "target/classes/A.class", "target/classes/deep/B.class");
        assertThat(select("**/*.class")).containsExactly("target/classes/A.class", "target/classes/deep/B.class");
        assertThat(select("**/classes/**/B.class")).containsExactly("target/classes/deep/B.class");
        assertThat(select("target/**/app.jar")).containsExactly("target/app.jar");
    }

    @Test
    public void the_name_of_a_directory_takes_all_it_holds() throws IOException {
        assertThat(select("target/classes")).containsExactly("target/classes/A.class", "target/classes/deep/B.class");
        assertThat(select("target/classes/")).containsExactly("target/classes/A.class", "target/classes/deep/B.class");
    }

    @Test
    public void a_name_of_brackets_is_a_name() throws IOException {
        assertThat(select("pages/[id].js")).containsExactly("pages/[id].js");
    }

    @Test
    public void what_matches_nothing_is_nothing() throws IOException {
        assertThat(select("no-such-file", "target/*.war")).isEmpty();
    }

    @Test
    public void the_base_directory_is_not_in_the_names() throws IOException {
        assertThat(select(in("my-build-2", "*/my-file-3.txt"))).containsExactly("my-subdirectory/my-file-3.txt");
        assertThat(select(in("./target/", "classes/*"))).containsExactly("classes/A.class");
        assertThat(select(in(root + "/target", "*.jar"))).containsExactly("app.jar");
    }

    @Test
    public void a_base_directory_with_a_star_is_every_directory_that_matches() throws IOException {
        assertThat(select(in("my-build*", "**/*")))
                .containsExactly("my-file-1.txt", "my-file-2.txt", "my-subdirectory/my-file-3.txt");
        assertThat(select(new FileSelection("my-build*", List.of("**/*"), List.of(), true)))
                .containsExactly("my-file-1.txt", "my-file-2.txt", "my-file-3.txt");
    }

    @Test
    public void a_base_directory_that_is_not_there_is_named() {
        for (String base : List.of("dist", "dist*", "my-file.jar")) {
            assertThatThrownBy(() -> select(in(base, "**/*")))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining(base);
        }
    }

    @Test
    public void two_files_of_one_name_cannot_both_lose_their_paths() throws IOException {
        Files.writeString(root.resolve("target/classes/app.jar"), "");
        assertThatThrownBy(() -> select(new FileSelection(".", List.of("**/*.jar"), List.of(), true)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'app.jar'")
                .hasMessageContaining("target/app.jar")
                .hasMessageContaining("target/classes/app.jar");
    }

    @Test
    public void excluded_paths_are_relative_to_the_base_directory() throws IOException {
        assertThat(select(new FileSelection("target", List.of("**/*"), List.of("classes/*"), false)))
                .containsExactly("app.jar", "classes/deep/B.class");
        assertThat(select(new FileSelection("target", List.of("**/*"), List.of("classes"), false)))
                .containsExactly("app.jar");
        assertThat(select(new FileSelection("target", List.of("**/*"), List.of("**/*"), false)))
                .isEmpty();
    }

    @Test
    public void the_exclusions_of_the_guide_mean_what_it_says() throws IOException {
        assertThat(excluding("**/A.class/**/*"))
                .doesNotContain("target/classes/A.class")
                .hasSize(10);
        assertThat(excluding("**/.*/**/*")).doesNotContain(".git/config").contains(".env");
        assertThat(excluding("**/.*")).doesNotContain(".env").contains(".git/config");
    }

    @Test
    public void links_are_selected_and_never_followed() throws IOException {
        Path outside = Files.createDirectory(root.resolveSibling("outside"));
        Files.writeString(outside.resolve("secret"), "");
        Files.createSymbolicLink(root.resolve("target/out"), outside);
        Files.createSymbolicLink(root.resolve("target/loop"), Path.of("."));
        assertThat(select("target/**/*")).contains("target/out", "target/loop").hasSize(5);
        assertThat(select("target/out/*")).isEmpty();
        Files.createSymbolicLink(root.resolve("base"), outside);
        assertThatThrownBy(() -> select(in("base", "**/*"))).hasMessageContaining("leads out of");
    }

    @Test
    public void a_pattern_that_leads_out_is_refused_and_one_by_full_path_is_understood() throws IOException {
        assertThatThrownBy(() -> select("../x")).hasMessageContaining("'..'");
        assertThatThrownBy(() -> select(in("..", "*"))).hasMessageContaining("'..'");
        assertThatThrownBy(() -> select("/etc/passwd")).hasMessageContaining("absolute");
        assertThat(select(root + "/target/app.jar")).containsExactly("target/app.jar");
    }

    @Test
    public void a_pattern_of_many_stars_takes_no_longer_than_one() throws IOException {
        Files.writeString(root.resolve("a".repeat(200)), "");
        assertThat(select("a*".repeat(100) + "b", "**/".repeat(300) + "x/*")).isEmpty();
    }

    private List<String> select(String... files) throws IOException {
        return select(new FileSelection(".", Arrays.asList(files), List.of(), false));
    }

    private List<String> excluding(String pattern) throws IOException {
        return select(new FileSelection("", List.of("**/*"), List.of(pattern), false));
    }

    private static FileSelection in(String base, String files) {
        return new FileSelection(base, List.of(files), List.of(), false);
    }

    private List<String> select(FileSelection selection) throws IOException {
        return SelectedFiles.find(root, selection).stream()
                .map(SelectedFile::name)
                .toList();
    }
}
