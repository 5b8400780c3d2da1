package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DemoCommandTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void a_release_of_the_shop_reaches_all_servers_and_the_next_one_replaces_it() throws Exception {
        Path home = folder.getRoot().toPath().resolve("demo");

        Cli.Result first = demo(home);
        assertThat(first.exit()).as(first.out() + first.err()).isEqualTo(0);
        assertThat(first.err()).isEmpty();
        assertThat(first.out()).contains("Production / Deploy: succeeded", "shop execution 1 Succeeded");
        String version = version(home, "staging");
        assertThat(version).startsWith("1.0.");
        assertThat(version(home, "production-1")).isEqualTo(version);
        assertThat(version(home, "production-2")).isEqualTo(version);

        Cli.Result second = demo(home);
        assertThat(second.exit()).as(second.out() + second.err()).isEqualTo(0);
        assertThat(second.out()).contains("shop execution 2 Succeeded");
        assertThat(version(home, "production-2")).startsWith("1.0.").isNotEqualTo(version);
    }

    @Test
    public void another_directory_is_left_alone() throws Exception {
        Path home = folder.newFolder("mine").toPath();
        Files.writeString(home.resolve("precious"), "");
        Cli.Result result = demo(home);
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("is not empty and not a demo's home");
        assertThat(home).isDirectoryContaining(file -> file.endsWith("precious"));
        assertThat(home.toFile().list()).hasSize(1);
    }

    private Cli.Result demo(Path home) throws Exception {
        return new Cli(folder.getRoot().toPath()).run("demo", "--approve-all", "--home", home.toString());
    }

    private static String version(Path home, String server) throws Exception {
        return Files.readString(home.resolve("servers").resolve(server).resolve("opt/shop/version.txt"))
                .strip();
    }
}
