package io.jenkins.plugins.releasepipeline.action.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.source.CloneRef;
import io.jenkins.plugins.releasepipeline.local.ActionFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class S3DeployTest {
    @Rule
    public final ActionFixture fixture = new ActionFixture();

    private Path bucket;

    @Before
    public void aBucket() throws IOException {
        bucket = fixture.directory("bucket");
        fixture.type("Deploy", "AWS", "S3")
                .bucket("site", bucket)
                .configuration("BucketName", "site")
                .configuration("Extract", "true")
                .input("Build", Map.of("index.html", "<h1>one</h1>", "css/a.css", "a"));
    }

    private ActionResult succeeds() {
        ActionResult result = fixture.run(new S3Deploy());
        assertThat(result.message()).as(fixture.log()).isEmpty();
        return result;
    }

    private void fails(FailureType type, String... words) throws IOException {
        ActionResult result = fixture.run(new S3Deploy());
        assertThat(result.failure()).as(fixture.log()).contains(type);
        assertThat(result.message()).contains(words);
    }

    private TreeSet<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(bucket)) {
            return all.filter(path -> !path.equals(bucket))
                    .map(path -> bucket.relativize(path).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    public void extracted_files_go_into_the_bucket_and_others_stay() throws IOException {
        Files.writeString(bucket.resolve("old.html"), "old");
        Files.writeString(bucket.resolve("index.html"), "old");
        assertThat(succeeds().summary()).isEqualTo("2 files to site");
        assertThat(files()).containsExactly("css", "css/a.css", "index.html", "old.html");
        assertThat(bucket.resolve("index.html")).hasContent("<h1>one</h1>");
    }

    @Test
    public void a_prefix_may_come_from_a_variable() throws IOException {
        fixture.configuration("ObjectKey", "v/#{Source.CommitId}").variable("Source.CommitId", "c0ffee");
        succeeds();
        assertThat(files()).contains("v/c0ffee/index.html", "v/c0ffee/css/a.css");
    }

    @Test
    public void without_extract_the_zip_file_is_the_object() throws IOException {
        fixture.configuration("Extract", "false").configuration("ObjectKey", "builds/app.zip");
        assertThat(succeeds().summary()).isEqualTo("1 object to site/builds/app.zip");
        assertThat(files()).containsExactly("builds", "builds/app.zip");
        assertThat(Files.size(bucket.resolve("builds/app.zip")))
                .isEqualTo(fixture.context().inputArtifacts().get("Build").size());
    }

    @Test
    public void without_extract_a_key_is_needed() throws IOException {
        fixture.configuration("Extract", "false");
        fails(FailureType.ConfigurationError, "ObjectKey");
        fixture.nextAttempt().configuration("Extract", "maybe");
        fails(FailureType.ConfigurationError, "Extract is 'maybe'");
    }

    @Test
    public void what_a_directory_cannot_do_is_noted() {
        fixture.configuration("CannedACL", "public-read").configuration("CacheControl", "max-age=0");
        succeeds();
        assertThat(fixture.log())
                .contains("Note: CannedACL has no meaning")
                .contains("Note: CacheControl has no meaning");
    }

    @Test
    public void links_become_files_and_executables_stay_so() throws IOException {
        Path build = fixture.directory("build");
        Path script = Files.writeString(build.resolve("run.sh"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(build.resolve("alias.sh"), Path.of("run.sh"));
        Files.createSymbolicLink(build.resolve("nothing"), Path.of("gone"));
        fixture.noInputs().input("Build", build);
        succeeds();
        assertThat(bucket.resolve("alias.sh")).isRegularFile().hasContent("#!/bin/sh\n");
        assertThat(Files.isSymbolicLink(bucket.resolve("alias.sh"))).isFalse();
        assertThat(Files.getPosixFilePermissions(bucket.resolve("run.sh"))).contains(PosixFilePermission.OWNER_EXECUTE);
        assertThat(fixture.log()).contains("nothing is a symbolic link that leads to no file");
    }

    @Test
    public void keys_and_links_that_lead_out_of_the_bucket_are_refused_and_nothing_is_written() throws IOException {
        Path outside = fixture.directory("outside");
        Files.createSymbolicLink(bucket.resolve("css"), outside);
        fails(FailureType.ConfigurationError, "leads out of the bucket");
        assertThat(outside).isEmptyDirectory();
        assertThat(files()).containsExactly("css");
        for (String key : new String[] {"../x", "a/../../b", ".."}) {
            fixture.nextAttempt().configuration("ObjectKey", key);
            fails(FailureType.ConfigurationError, "leads out of the bucket");
        }
        fixture.nextAttempt().configuration("ObjectKey", ".release-pipeline/x");
        fails(FailureType.ConfigurationError, "not for objects");
    }

    @Test
    public void a_directory_in_the_way_of_a_file_is_not_replaced() throws IOException {
        Files.createDirectories(bucket.resolve("index.html/kept"));
        fails(FailureType.ConfigurationError, "is a directory");
        assertThat(bucket.resolve("index.html/kept")).isDirectory();
    }

    @Test
    public void a_clone_reference_cannot_be_deployed() throws IOException {
        fixture.noInputs()
                .input(
                        "Source",
                        Map.of(
                                CloneRef.PATH,
                                "{\"url\":\"u\",\"commit\":\"c\",\"branch\":\"\",\"credentialsId\":\"\"}"));
        fails(FailureType.ConfigurationError, "clone reference");
    }

    @Test
    public void a_deployment_cut_short_by_a_crash_is_done_again_and_leaves_nothing_behind() throws IOException {
        Path left = bucket.resolve(".release-pipeline").resolve(fixture.attempt());
        Files.createDirectories(left.resolve("files"));
        Files.writeString(left.resolve("files/index.html"), "half");
        assertThat(fixture.result(fixture.reattach(new S3Deploy())).isSuccess()).isTrue();
        assertThat(files()).containsExactly("css", "css/a.css", "index.html");
        assertThat(bucket.resolve("index.html")).hasContent("<h1>one</h1>");
    }
}
