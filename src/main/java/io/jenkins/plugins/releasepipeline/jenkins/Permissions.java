package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Item;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import jenkins.model.Jenkins;

/** What somebody may do with a release pipeline, beyond what he may do with any job: the group "Release Pipeline". */
public final class Permissions {
    public static final PermissionGroup GROUP =
            new PermissionGroup(ReleasePipelineJob.class, Messages._Permissions_title());

    /** To start an execution. Who may build a job may do that. */
    public static final Permission START =
            new Permission(GROUP, "Start", Messages._Permissions_start(), Item.BUILD, PermissionScope.ITEM);

    /** To stop an execution. Who may cancel builds may do that. */
    public static final Permission STOP =
            new Permission(GROUP, "Stop", Messages._Permissions_stop(), Item.CANCEL, PermissionScope.ITEM);

    /** To run a failed stage again. Who may build a job may do that. */
    public static final Permission RETRY =
            new Permission(GROUP, "Retry", Messages._Permissions_retry(), Item.BUILD, PermissionScope.ITEM);

    /** To take a stage back to an earlier execution. Who may build a job may do that. */
    public static final Permission ROLLBACK =
            new Permission(GROUP, "Rollback", Messages._Permissions_rollback(), Item.BUILD, PermissionScope.ITEM);

    /** To answer approvals that do not name other approvers. Who may configure the job may do that. */
    public static final Permission APPROVE =
            new Permission(GROUP, "Approve", Messages._Permissions_approve(), Item.CONFIGURE, PermissionScope.ITEM);

    /** To open and close the way into a stage. Who may configure the job may do that. */
    public static final Permission TRANSITION = new Permission(
            GROUP, "Transition", Messages._Permissions_transition(), Item.CONFIGURE, PermissionScope.ITEM);

    /** To let an execution go on in spite of a condition. Only an administrator may do that without being told so. */
    public static final Permission OVERRIDE = new Permission(
            GROUP, "Override", Messages._Permissions_override(), Jenkins.ADMINISTER, PermissionScope.ITEM);

    private Permissions() {}

    /** Makes the permissions known before the authorization strategy is read, which names them. */
    @Initializer(before = InitMilestone.EXTENSIONS_AUGMENTED)
    public static void register() {}
}
