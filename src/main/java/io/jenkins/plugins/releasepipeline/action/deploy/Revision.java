package io.jenkins.plugins.releasepipeline.action.deploy;

import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.deploy.AppSpec.Platform;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactStore;
import io.jenkins.plugins.releasepipeline.definition.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * An artifact with an application specification.
 *
 * @param artifact the zip file
 * @param top the one directory at the top of the zip file that everything is in; empty when there is none such
 * @param appspec what it says
 * @param warnings what the specification says in vain
 */
record Revision(ArtifactDigest artifact, String top, AppSpec appspec, List<Problem> warnings) {

    /** The names an appspec goes by, the first that is there counts. */
    static final List<String> NAMES = List.of("appspec.yml", "appspec.yaml");

    private static final Pattern APPSPEC = Pattern.compile("(?:\\./)?(?:([^/]+)/)?(appspec\\.ya?ml)");
    private static final int SHOWN = 10;

    /**
     * Reads the specification from the artifact. Blocks.
     *
     * @throws ActionFailure of type ConfigurationError when there is none, or it is wrong, or it is for something that
     *     cannot be deployed to
     */
    static Revision read(ArtifactStore artifacts, ArtifactDigest artifact) throws IOException {
        Set<String> tops = new TreeSet<>();
        String top = null;
        String name = null;
        byte[] file = null;
        try (ZipInputStream zip = new ZipInputStream(artifacts.open(artifact))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String path = entry.getName();
                int slash = path.indexOf('/');
                tops.add(slash < 0 ? path : path.substring(0, slash + 1));
                Matcher matcher = APPSPEC.matcher(path);
                if (!matcher.matches()) {
                    continue;
                }
                String here = matcher.group(1) == null ? "" : matcher.group(1);
                boolean better = top == null
                        || here.isEmpty() && !top.isEmpty()
                        || here.equals(top) && NAMES.indexOf(matcher.group(2)) < NAMES.indexOf(name);
                if (better) {
                    top = here;
                    name = matcher.group(2);
                    file = zip.readNBytes(AppSpecReader.MAX_BYTES + 1);
                    if (here.isEmpty() && name.equals(NAMES.get(0))) {
                        break;
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("the artifact is not a zip file that can be read: " + e.getMessage(), e);
        }
        if (file == null || !top.isEmpty() && tops.size() > 1) {
            throw wrong("The artifact has no appspec.yml at its top. It says what a deployment does; it has at least"
                    + " \"version: 0.0\" and \"os: linux\"."
                    + (file == null
                            ? ""
                            : " There is one in the directory '" + top + "', which is not the only thing"
                                    + " at the top."));
        }
        AppSpecReader.Reading reading = AppSpecReader.read(file);
        if (reading.appspec().isEmpty()) {
            throw wrong(name + " is wrong: "
                    + String.join(
                            "; ",
                            reading.problems().stream()
                                    .filter(Problem::isError)
                                    .limit(SHOWN)
                                    .map(Problem::toString)
                                    .toList()));
        }
        Platform platform = reading.appspec().get().platform();
        if (platform != Platform.LINUX) {
            throw wrong(name + " is for " + platform.words() + ", which cannot be deployed to from here;"
                    + " \"os: linux\" can");
        }
        return new Revision(artifact, top, reading.appspec().get(), reading.problems());
    }

    /** Reads a specification that lies in a directory; the caller closes the stream. */
    static AppSpecReader.Reading readAgain(InputStream file) throws IOException {
        return AppSpecReader.read(file.readNBytes(AppSpecReader.MAX_BYTES + 1));
    }

    private static ActionFailure wrong(String message) {
        return new ActionFailure(FailureType.ConfigurationError, message);
    }
}
