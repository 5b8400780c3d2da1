package io.jenkins.plugins.releasepipeline.action.deploy;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.BucketDirectory;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.RestartableAction;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactZip;
import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import io.jenkins.plugins.releasepipeline.artifact.SelectedFiles;
import io.jenkins.plugins.releasepipeline.artifact.SelectedFiles.SelectedFile;
import io.jenkins.plugins.releasepipeline.artifact.UnpackLimits;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * {@code Deploy/AWS/S3}: puts an artifact into a bucket, which is a directory of the host; with {@code Extract} its files
 * below the prefix {@code ObjectKey}, else its zip file as {@code ObjectKey}. Each file appears whole or not at all;
 * files of earlier deployments stay. A symbolic link becomes the file it leads to, as S3 has no links.
 */
public final class S3Deploy extends RestartableAction {
    private static final List<String> WITHOUT_MEANING = List.of("CannedACL", "CacheControl", "KMSEncryptionKeyARN");

    public S3Deploy() {
        super(new ActionTypeId("Deploy", "AWS", "S3", "1"));
    }

    @Override
    public ActionRun start(ActionContext context) {
        return ActionWork.begin(context, work -> CompletableFuture.completedStage(deploy(work)));
    }

    private static ActionResult deploy(ActionWork work) {
        ActionContext context = work.context();
        String bucket = work.required("BucketName");
        boolean extract = extract(work.required("Extract"));
        String key = extract ? work.optional("ObjectKey").orElse("") : work.required("ObjectKey");
        WITHOUT_MEANING.stream()
                .filter(property -> work.optional(property).isPresent())
                .forEach(property ->
                        context.log().println("Note: " + property + " has no meaning for a directory; ignored."));
        try {
            ArtifactDigest artifact = Deployable.input(context);
            BucketDirectory directory = BucketDirectory.of(context, bucket);
            Path staging = directory.openStaging(context.actionExecutionId());
            try {
                String what = extract
                        ? putFiles(work, artifact, directory, staging, key)
                        : putZip(work, artifact, directory, staging, key);
                String summary = what + " to " + bucket + (key.isEmpty() ? "" : "/" + key);
                context.log().println("Deployed " + summary);
                return ActionResult.succeeded().withSummary(summary);
            } finally {
                directory.closeStaging(context.actionExecutionId());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean extract(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new ActionFailure(
                        FailureType.ConfigurationError, "Extract is '" + value + "'; it is true or false");
        };
    }

    private static String putZip(
            ActionWork work, ArtifactDigest artifact, BucketDirectory directory, Path staging, String key)
            throws IOException {
        Path copy = staging.resolve("artifact.zip");
        try (InputStream in = work.context().artifacts().open(artifact)) {
            Files.copy(in, copy);
        }
        work.checkStopped();
        move(copy, directory.prepare(key));
        return "1 object";
    }

    private static String putFiles(
            ActionWork work, ArtifactDigest artifact, BucketDirectory directory, Path staging, String prefix)
            throws IOException {
        Path unpacked = staging.resolve("files");
        try (InputStream in = work.context().artifacts().open(artifact)) {
            ArtifactZip.unpack(in, staging, unpacked, UnpackLimits.DEFAULT);
        } catch (IOException e) {
            throw new ActionFailure(FailureType.JobFailed, "Cannot unpack the artifact: " + e.getMessage(), e);
        }
        String base = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        Map<String, Path> contents = new LinkedHashMap<>();
        for (SelectedFile file : SelectedFiles.find(unpacked, FileSelection.all("."))) {
            if (!file.link()) {
                contents.put(base + file.name(), file.path());
            } else if (Files.isRegularFile(file.path())) {
                contents.put(base + file.name(), Files.copy(file.path(), staging.resolve("link-" + contents.size())));
            } else {
                work.context()
                        .log()
                        .println("Note: " + file.name() + " is a symbolic link that leads to no file; left out.");
            }
        }
        Map<Path, Path> moves = new LinkedHashMap<>();
        for (Map.Entry<String, Path> content : contents.entrySet()) {
            moves.put(content.getValue(), directory.prepare(content.getKey()));
        }
        for (Map.Entry<Path, Path> file : moves.entrySet()) {
            work.checkStopped();
            move(file.getKey(), file.getValue());
        }
        contents.keySet().forEach(work.context().log()::println);
        return contents.size() + (contents.size() == 1 ? " file" : " files");
    }

    private static void move(Path file, Path target) throws IOException {
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
