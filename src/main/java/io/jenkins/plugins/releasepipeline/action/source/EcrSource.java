package io.jenkins.plugins.releasepipeline.action.source;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.RestartableAction;
import io.jenkins.plugins.releasepipeline.action.SourceRevision;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * {@code Source/AWS/ECR}: an image of any registry that the host maps the repository's name to. It is named by its digest,
 * whatever the tag names later. The artifact has {@code imageDetail.json} as CodePipeline writes it, without the size and
 * the time of pushing, which registries do not tell.
 */
public final class EcrSource extends RestartableAction {
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
    private static final JsonMapper JSON = new JsonMapper();

    public EcrSource() {
        super(new ActionTypeId("Source", "AWS", "ECR", "1"));
    }

    @Override
    public ActionRun start(ActionContext context) {
        return ActionWork.begin(
                context, work -> CompletableFuture.supplyAsync(() -> deliver(work), context.executor()));
    }

    private static ActionResult deliver(ActionWork work) {
        ActionContext context = work.context();
        String name = work.required("RepositoryName");
        String tag = Optional.ofNullable(context.configuration().get("ImageTag"))
                .filter(text -> !text.isEmpty())
                .orElse("latest");
        ImageTags images = new ImageTags(context.mappings(), context.secrets());
        Optional<String> pinned = context.pinnedRevision();
        pinned.filter(digest -> !ImageTags.DIGEST.matcher(digest).matches()).ifPresent(wrong -> {
            throw new ActionFailure(
                    FailureType.ConfigurationError,
                    "'" + wrong + "' is not the digest of an image; write sha256: and 64 hexadecimal digits");
        });
        String digest = images.digest(name, pinned.orElse(tag))
                .orElseThrow(() -> new ActionFailure(
                        FailureType.RevisionUnavailable,
                        "The image repository '" + name + "' has no image " + pinned.orElse(tag)));
        if (pinned.isPresent() && !pinned.get().equals(digest)) {
            throw new ActionFailure(
                    FailureType.SystemUnavailable,
                    "The registry answered with " + digest + " when asked for " + pinned.get());
        }
        String place = images.repository(name).url().replaceFirst("^https?://", "");
        String host = place.substring(0, place.indexOf('/'));
        String uri = place + "@" + digest;
        context.log().println(uri);
        ObjectNode detail = JSON.createObjectNode()
                .put("ImageDigest", digest)
                .put("Version", "1.0")
                .put("RegistryId", host)
                .put("RepositoryName", name)
                .put("ImageURI", uri);
        detail.putArray("ImageTags").add(tag);
        ArtifactDigest artifact = work.store(out -> {
            ZipOutputStream zip = new ZipOutputStream(out);
            ZipEntry entry = new ZipEntry("imageDetail.json");
            entry.setTimeLocal(NO_TIME);
            zip.putNextEntry(entry);
            zip.write(JSON.writeValueAsBytes(detail));
            zip.closeEntry();
            zip.finish();
        });
        Map<String, ArtifactDigest> outputs = new HashMap<>();
        context.action().outputArtifacts().forEach(output -> outputs.put(output.name(), artifact));
        return ActionResult.succeeded()
                .withSummary(name + ":" + tag)
                .withExternalExecution(digest, "")
                .withOutputVariables(Map.of(
                        "RegistryId",
                        host,
                        "RepositoryName",
                        name,
                        "ImageTag",
                        tag,
                        "ImageDigest",
                        digest,
                        "ImageURI",
                        uri))
                .withOutputArtifacts(outputs)
                .withRevision(new SourceRevision(digest, name + ":" + tag, Optional.empty(), Optional.empty()));
    }
}
