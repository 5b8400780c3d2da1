package io.jenkins.plugins.releasepipeline.action.deploy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/**
 * What the targets of one deployment have in common.
 *
 * @param id {@code d-} and nine letters or digits, the same for an attempt whenever it is asked for
 * @param application the application's name
 * @param group the deployment group's name
 * @param groupId a UUID, the same for the same two names
 * @param allowRunAs whether other users may be named
 */
record Deployment(String id, String application, String group, String groupId, boolean allowRunAs) {
    private static final int ID_LENGTH = 9;

    static Deployment of(String attempt, String application, String group, boolean allowRunAs) {
        UUID hash = UUID.nameUUIDFromBytes(attempt.getBytes(StandardCharsets.UTF_8));
        String digits = new BigInteger(hash.toString().replace("-", ""), 16).toString(36);
        String groupId = UUID.nameUUIDFromBytes((application + "/" + group).getBytes(StandardCharsets.UTF_8))
                .toString();
        return new Deployment(
                "d-" + digits.substring(0, ID_LENGTH).toUpperCase(Locale.ROOT),
                application,
                group,
                groupId,
                allowRunAs);
    }

    /** Where a target keeps what is known of this group's deployments. */
    String state(String root) {
        return TargetPath.child(root, ".release-pipeline/deployments/" + groupId);
    }
}
