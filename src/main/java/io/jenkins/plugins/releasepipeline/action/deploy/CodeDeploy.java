package io.jenkins.plugins.releasepipeline.action.deploy;

import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.NameMappings.DeploymentGroup;
import io.jenkins.plugins.releasepipeline.action.NameMappings.DeploymentTarget;
import io.jenkins.plugins.releasepipeline.action.RestartableAction;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;

/**
 * {@code Deploy/AWS/CodeDeploy}: deploys a revision with an {@code appspec.yml} to the targets of a deployment group, in
 * place, as CodeDeploy's agent does on a Linux machine.
 *
 * <p>Events run in CodeDeploy's order: ApplicationStop (the scripts of the last revision deployed with success),
 * DownloadBundle, BeforeInstall, Install, AfterInstall, ApplicationStart, ValidateService. When one fails, the files that
 * Install has replaced are put back, and the last successful revision stays the one whose ApplicationStop comes next.
 * Absolute paths of the appspec begin at the target's root; scripts find it as {@code RELEASE_PIPELINE_TARGET_ROOT},
 * run in the revision's directory, and look for programs in the {@code bin} directories of a root of its own first.
 */
public final class CodeDeploy extends RestartableAction {
    public CodeDeploy() {
        super(new ActionTypeId("Deploy", "AWS", "CodeDeploy", "1"));
    }

    @Override
    public ActionRun start(ActionContext context) {
        return ActionWork.begin(context, work -> fleet(work).deploy());
    }

    private static FleetDeployment fleet(ActionWork work) {
        ActionContext context = work.context();
        String application = work.required("ApplicationName");
        String name = work.required("DeploymentGroupName");
        for (String text : new String[] {application, name}) {
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw wrong("The names of an application and a deployment group have no control characters");
            }
        }
        DeploymentGroup group = context.mappings()
                .deploymentGroup(application, name)
                .orElseThrow(() -> wrong("Nothing says which targets the deployment group '" + application + "/" + name
                        + "' has. " + context.mappings().howToMap("deploymentGroups", application + "/" + name)));
        check(application + "/" + name, group);
        Deployment deployment = Deployment.of(context.actionExecutionId(), application, name, group.allowRunAs());
        try {
            Revision revision = Revision.read(context.artifacts(), Deployable.input(context));
            revision.warnings().forEach(problem -> context.log().println("appspec: " + problem));
            return new FleetDeployment(work, deployment, group, revision);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(String name, DeploymentGroup group) {
        if (group.targets().isEmpty()) {
            throw wrong("The deployment group '" + name + "' has no targets");
        }
        Set<String> names = new HashSet<>();
        Set<String> places = new HashSet<>();
        for (DeploymentTarget target : group.targets()) {
            if (!target.root().startsWith("/") || target.root().chars().anyMatch(Character::isISOControl)) {
                throw wrong("The root of the target '" + target.name() + "' is not an absolute path: " + target.root());
            }
            if (!names.add(target.name())) {
                throw wrong("The deployment group '" + name + "' has two targets named '" + target.name() + "'");
            }
            if (!places.add(target.label() + "\n" + TargetPath.normal(target.root()))) {
                throw wrong("The target '" + target.name() + "' of the deployment group '" + name
                        + "' has the same label and root as another one");
            }
        }
    }

    private static ActionFailure wrong(String message) {
        return new ActionFailure(FailureType.ConfigurationError, message);
    }
}
