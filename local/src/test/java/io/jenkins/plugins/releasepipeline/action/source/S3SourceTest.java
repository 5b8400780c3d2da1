package io.jenkins.plugins.releasepipeline.action.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.local.ActionFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class S3SourceTest {
    @Rule
    public final ActionFixture fixture = new ActionFixture();

    private Path bucket;

    @Before
    public void aBucket() throws IOException {
        bucket = fixture.directory("bucket");
        fixture.type("Source", "AWS", "S3")
                .output("Source")
                .bucket("releases", bucket)
                .configuration("S3Bucket", "releases")
                .configuration("S3ObjectKey", "web/app.zip");
    }

    private void zip(String key, String content) throws IOException {
        Path file = bucket.resolve(key);
        Files.createDirectories(file.getParent());
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("index.html"));
            zip.write(content.getBytes());
        }
    }

    private ActionResult succeeds() {
        ActionResult result = fixture.run(new S3Source());
        assertThat(result.message()).as(fixture.log()).isEmpty();
        return result;
    }

    private void fails(FailureType type, String... words) {
        ActionResult result = fixture.run(new S3Source());
        assertThat(result.failure()).as(fixture.log()).contains(type);
        assertThat(result.message()).contains(words);
    }

    @Test
    public void a_zip_file_is_delivered_as_it_is_and_named_by_its_content() throws Exception {
        zip("web/app.zip", "one");
        ActionResult result = succeeds();
        byte[] bytes = Files.readAllBytes(bucket.resolve("web/app.zip"));
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        assertThat(result.outputArtifacts().get("Source").sha256()).isEqualTo(sha256);
        assertThat(result.outputVariables())
                .containsEntry("BucketName", "releases")
                .containsEntry("ObjectKey", "web/app.zip")
                .containsEntry("VersionId", sha256)
                .containsEntry("ETag", md5);
        assertThat(result.revision().orElseThrow().id()).isEqualTo(sha256);
    }

    @Test
    public void a_directory_is_zipped_and_the_same_files_are_the_same_version() throws IOException {
        Files.createDirectories(bucket.resolve("site/css"));
        Files.writeString(bucket.resolve("site/index.html"), "one");
        Files.writeString(bucket.resolve("site/css/a.css"), "two");
        fixture.configuration("S3ObjectKey", "site");
        ActionResult first = succeeds();
        assertThat(fixture.files(first.outputArtifacts().get("Source"))).containsOnlyKeys("css/a.css", "index.html");
        fixture.nextAttempt();
        assertThat(succeeds().outputVariables()).isEqualTo(first.outputVariables());
    }

    @Test
    public void a_bucket_that_is_mapped_to_a_zip_file_has_that_one_object() throws IOException {
        zip("elsewhere.zip", "one");
        fixture.bucket("releases", bucket.resolve("elsewhere.zip"));
        ActionResult result = succeeds();
        assertThat(result.outputVariables()).containsEntry("ObjectKey", "web/app.zip");
        assertThat(fixture.files(result.outputArtifacts().get("Source"))).containsEntry("index.html", "one");
    }

    @Test
    public void a_pinned_version_must_be_the_one_that_is_there() throws IOException {
        zip("web/app.zip", "one");
        String version = succeeds().outputVariables().get("VersionId");
        fixture.nextAttempt().pinned(version);
        assertThat(succeeds().outputVariables()).containsEntry("VersionId", version);
        zip("web/app.zip", "two");
        fixture.nextAttempt();
        fails(FailureType.RevisionUnavailable, version, "is not there any more");
    }

    @Test
    public void a_start_may_name_another_object_only_where_the_action_allows_it() throws IOException {
        zip("web/app.zip", "one");
        zip("web/other.zip", "other");
        fixture.pinned("web/other.zip");
        fails(FailureType.RevisionUnavailable, "web/other.zip");
        fixture.nextAttempt().configuration("AllowOverrideForS3ObjectKey", "true");
        ActionResult result = succeeds();
        assertThat(result.outputVariables()).containsEntry("ObjectKey", "web/other.zip");
        assertThat(fixture.files(result.outputArtifacts().get("Source"))).containsEntry("index.html", "other");
    }

    @Test
    public void keys_and_links_that_lead_out_of_the_bucket_are_refused() throws IOException {
        Path outside = fixture.directory("outside");
        Files.writeString(outside.resolve("secret.zip"), "secret");
        Files.createSymbolicLink(bucket.resolve("link.zip"), outside.resolve("secret.zip"));
        Files.createSymbolicLink(bucket.resolve("link"), outside);
        for (String key : new String[] {
            "../" + outside.getFileName() + "/secret.zip", "a/../../x.zip", "link.zip", "link/secret.zip", "link", ".."
        }) {
            fixture.configuration("S3ObjectKey", key);
            fails(FailureType.ConfigurationError, "leads out of the bucket");
            fixture.nextAttempt();
        }
        fixture.configuration("S3ObjectKey", "a\nb");
        fails(FailureType.ConfigurationError, "control character");
    }

    @Test
    public void what_is_missing_or_no_zip_file_fails_in_words() throws IOException {
        fails(FailureType.RevisionUnavailable, "no object 'web/app.zip'");
        Files.createDirectories(bucket.resolve("web"));
        try (OutputStream out = Files.newOutputStream(bucket.resolve("web/app.zip"))) {
            out.write("not a zip".getBytes());
        }
        fixture.nextAttempt();
        fails(FailureType.JobFailed, "is not a zip file");
        fixture.nextAttempt().configuration("S3Bucket", "unknown");
        fails(FailureType.ConfigurationError, "'unknown'", "map buckets unknown");
        fixture.nextAttempt().bucket("unknown", bucket.resolve("nowhere"));
        fails(FailureType.ConfigurationError, "is not there");
    }
}
