package io.jenkins.plugins.releasepipeline.action.source;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.BucketDirectory;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.RestartableAction;
import io.jenkins.plugins.releasepipeline.action.SourceRevision;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactZip;
import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * {@code Source/AWS/S3}: an object of a bucket, which is a directory of the host. The object is a zip file, or a directory
 * that is zipped. There is one version of an object at a time, named by its content: {@code VersionId} is its SHA-256,
 * {@code ETag} its MD5, as S3 has it.
 */
public final class S3Source extends RestartableAction {
    public S3Source() {
        super(new ActionTypeId("Source", "AWS", "S3", "1"));
    }

    @Override
    public ActionRun start(ActionContext context) {
        return ActionWork.begin(context, work -> CompletableFuture.completedStage(deliver(work)));
    }

    private static ActionResult deliver(ActionWork work) {
        ActionContext context = work.context();
        String bucket = work.required("S3Bucket");
        String key = work.required("S3ObjectKey");
        try {
            BucketDirectory directory = BucketDirectory.of(context, bucket);
            Optional<String> otherKey = otherKey(work, directory);
            String wanted = otherKey.orElse(key);
            Path object = Files.isDirectory(directory.root()) ? directory.find(wanted) : directory.root();
            context.log().println("Reading " + object);
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            Instant created = Files.getLastModifiedTime(object).toInstant();
            ArtifactDigest artifact =
                    Files.isDirectory(object) ? packed(work, object, md5) : copied(context, object, md5);
            if (otherKey.isEmpty()) {
                requireVersion(context, wanted, artifact.sha256());
            }
            context.log().println("Version " + artifact.sha256() + ", " + artifact.size() + " bytes");
            Map<String, ArtifactDigest> outputs = new HashMap<>();
            context.action().outputArtifacts().forEach(output -> outputs.put(output.name(), artifact));
            return ActionResult.succeeded()
                    .withSummary(bucket + "/" + wanted)
                    .withExternalExecution(artifact.sha256(), "")
                    .withOutputVariables(Map.of(
                            "BucketName",
                            bucket,
                            "ObjectKey",
                            wanted,
                            "ETag",
                            HexFormat.of().formatHex(md5.digest()),
                            "VersionId",
                            artifact.sha256()))
                    .withOutputArtifacts(outputs)
                    .withRevision(new SourceRevision(
                            artifact.sha256(),
                            "Amazon S3 version id: " + artifact.sha256(),
                            Optional.of(created),
                            Optional.empty()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A start may name another object instead of a version, where the action allows it. */
    private static Optional<String> otherKey(ActionWork work, BucketDirectory directory) throws IOException {
        Optional<String> pinned = work.context().pinnedRevision();
        if (pinned.isEmpty() || !work.flag("AllowOverrideForS3ObjectKey") || !Files.isDirectory(directory.root())) {
            return Optional.empty();
        }
        try {
            directory.find(pinned.get());
            return pinned;
        } catch (ActionFailure e) {
            if (e.type() == FailureType.RevisionUnavailable) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static void requireVersion(ActionContext context, String key, String version) {
        context.pinnedRevision().filter(pinned -> !pinned.equals(version)).ifPresent(pinned -> {
            throw new ActionFailure(
                    FailureType.RevisionUnavailable,
                    "The version " + pinned + " of the object '" + key + "' is not there any more; now it is "
                            + version);
        });
    }

    private static ArtifactDigest packed(ActionWork work, Path directory, MessageDigest md5) {
        FileSelection files = new FileSelection(".", List.of("**/*"), List.of(BucketDirectory.RESERVED), false);
        return work.store(zip -> ArtifactZip.pack(directory, files, new DigestOutputStream(zip, md5)));
    }

    private static ArtifactDigest copied(ActionContext context, Path file, MessageDigest md5) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            context.log().println(zip.size() + " entries");
        } catch (ZipException e) {
            throw new ActionFailure(
                    FailureType.JobFailed,
                    file + " is not a zip file (" + e.getMessage()
                            + "); an S3 source delivers a zip file or a directory");
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), md5)) {
            return context.artifacts().put(context.pipelineExecutionId(), in);
        }
    }
}
