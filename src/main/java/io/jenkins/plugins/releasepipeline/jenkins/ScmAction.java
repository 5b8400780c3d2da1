package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.AbortException;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Action;
import hudson.model.TaskListener;
import hudson.model.listeners.SCMListener;
import hudson.model.queue.Tasks;
import hudson.scm.ChangeLogSet;
import hudson.scm.SCM;
import hudson.scm.SCMRevisionState;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.releasepipeline.action.ActionContext;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionProvider;
import io.jenkins.plugins.releasepipeline.action.ActionResult;
import io.jenkins.plugins.releasepipeline.action.ActionRun;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.SourceRevision;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactDigest;
import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeId;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema.ArtifactCount;
import io.jenkins.plugins.releasepipeline.definition.ActionTypeSchema.ConfigurationProperty;
import io.jenkins.plugins.releasepipeline.definition.OutputArtifact;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * {@code Source/Custom/SCM}: source control of any plugin, checked out on an agent. It blocks a thread while it does. To check
 * out again does no harm, so that is what happens after a restart.
 */
final class ScmAction implements ActionProvider {
    private static final Logger LOGGER = Logger.getLogger(ScmAction.class.getName());
    private static final ActionTypeId TYPE = new ActionTypeId("Source", "Custom", "SCM", "1");
    private static final String SYMBOL = "SCM";
    private static final String MISSING = "The action has no " + SYMBOL;
    private static final String POLL = "PollForSourceChanges";
    private static final List<String> REVISIONS =
            List.of("GIT_COMMIT", "SVN_REVISION", "MERCURIAL_REVISION", "P4_CHANGELIST", "BZR_REVISION");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final List<String> OWN_FILES = List.of("**/.git", "**/.svn", "**/.hg", "**/.bzr", "**/CVS");
    private static final int MAX_MESSAGE = 100 << 10;

    private final RunOfAttempt runs;
    private final Executor threads;

    /** @param threads where checkouts block */
    ScmAction(RunOfAttempt runs, Executor threads) {
        this.runs = runs;
        this.threads = threads;
    }

    static boolean isScm(ActionDeclaration action) {
        return action.actionTypeId().equals(TYPE);
    }

    static boolean isPolled(ActionDeclaration action) {
        return !"false".equalsIgnoreCase(action.configuration().get(POLL));
    }

    /** @throws ActionFailure of type ConfigurationError when there is no such source control, or a parameter is wrong */
    private static SCM scm(Map<String, String> configuration) {
        String symbol = configuration.getOrDefault(SYMBOL, "");
        if (symbol.isEmpty()) {
            throw new ActionFailure(FailureType.ConfigurationError, MISSING);
        }
        return scms().make(symbol, parameters(configuration));
    }

    private static Map<String, String> parameters(Map<String, String> configuration) {
        Map<String, String> parameters = new LinkedHashMap<>(configuration);
        parameters.keySet().removeAll(List.of(SYMBOL, BlockingWork.LABEL, POLL));
        return parameters;
    }

    private static SymbolConfiguration<SCM> scms() {
        return new SymbolConfiguration<>("source control", SCM.class, SCM.all());
    }

    /** What is wrong with the configuration of such an action, as far as that can be known without making the source control. */
    static Optional<String> problem(ActionDeclaration action) {
        if (!isScm(action)) {
            return Optional.empty();
        }
        String symbol = action.configuration().getOrDefault(SYMBOL, "");
        return symbol.isEmpty() ? Optional.of(MISSING) : scms().problem(symbol, parameters(action.configuration()));
    }

    /** What such actions of a job's pipeline read; what cannot be made is left out. */
    static List<SCM> all(ReleasePipelineJob job, PipelineDeclaration pipeline) {
        List<SCM> all = new ArrayList<>();
        for (ActionDeclaration action : pipeline.stages().get(0).actions()) {
            if (isScm(action)) {
                try {
                    all.add(scm(job, action));
                } catch (ActionFailure e) {
                    LOGGER.log(Level.FINE, "What " + action.name() + " reads is not known", e);
                }
            }
        }
        return all;
    }

    /** By the job's authority: whoever looks at the job lends it none. */
    static SCM scm(ReleasePipelineJob job, ActionDeclaration action) {
        try (ACLContext asJob = ACL.as2(Tasks.getAuthenticationOf2(job))) {
            return scm(action.configuration());
        }
    }

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ActionTypeSchema schema() {
        return new ActionTypeSchema(
                TYPE,
                List.of(
                        new ConfigurationProperty(
                                SYMBOL,
                                true,
                                false,
                                "String",
                                "The source control; every other key is one of its parameters",
                                scms().symbols()),
                        new ConfigurationProperty(
                                BlockingWork.LABEL,
                                false,
                                false,
                                "String",
                                "The agents that it may be checked out on, any when absent",
                                List.of()),
                        new ConfigurationProperty(
                                POLL,
                                false,
                                false,
                                "Boolean",
                                "Whether the job's polling looks at it, true when absent",
                                List.of("true", "false"))),
                true,
                new ArtifactCount(0, 0),
                new ArtifactCount(1, 1));
    }

    @Override
    public ActionRun start(ActionContext context) {
        return BlockingWork.begin(context, runs, threads, work -> {
            SCM scm = scm(context.configuration());
            Optional<Action> pin = context.pinnedRevision().map(revision -> SourceScms.pinned(scm, revision)
                    .orElseThrow(() -> new ActionFailure(
                            FailureType.RevisionUnavailable,
                            scm.getDescriptor().getDisplayName() + " cannot be told to deliver the revision " + revision
                                    + " here")));
            return agent -> checkOut(work, agent, scm, pin);
        });
    }

    @Override
    public ActionRun reattach(ActionContext context) {
        return start(context);
    }

    private ActionResult checkOut(ActionWork work, JenkinsAgent agent, SCM scm, Optional<Action> pin)
            throws IOException, InterruptedException {
        ActionContext context = work.context();
        ReleasePipelineRun run = runs.of(context);
        FilePath workspace = agent.path();
        workspace.deleteContents();
        File changelog = File.createTempFile("changelog", ".xml");
        try (StreamTaskListener listener = ActionLogListener.of(context.log())) {
            Launcher launcher = agent.launcher(listener);
            String name = context.action().name();
            SCMRevisionState baseline = ScmPolls.before(run.getParent(), name, scm)
                    .map(ScmCheckouts.Checkout::state)
                    .orElse(null);
            Map<String, String> environment = new TreeMap<>();
            Lock turn = run.checkoutFrom(scm.getKey());
            turn.lockInterruptibly();
            try (CheckoutPin pinned = CheckoutPin.onThisThread(run, pin)) {
                scm.checkout(run, launcher, workspace, listener, changelog, baseline);
                SCMRevisionState state = scm.calcRevisionsFromBuild(run, workspace, launcher, listener);
                ScmCheckouts.record(run, name, scm, state);
                tell(run, scm, workspace, listener, changelog, state);
                scm.buildEnvironment(run, environment);
            } finally {
                turn.unlock();
            }
            work.checkStopped();
            return delivered(work, agent, run, scm, changelog, launcher, environment);
        } catch (AbortException e) {
            throw new ActionFailure(FailureType.JobFailed, e.getMessage(), e);
        } finally {
            Util.deleteFile(changelog);
        }
    }

    private static void tell(
            ReleasePipelineRun run,
            SCM scm,
            FilePath workspace,
            TaskListener listener,
            File changelog,
            SCMRevisionState state)
            throws IOException {
        for (SCMListener each : SCMListener.all()) {
            try {
                each.onCheckout(run, scm, workspace, listener, changelog, state);
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(each.getClass().getName() + " failed after the checkout: " + e.getMessage(), e);
            }
        }
    }

    private ActionResult delivered(
            ActionWork work,
            JenkinsAgent agent,
            ReleasePipelineRun run,
            SCM scm,
            File changelog,
            Launcher launcher,
            Map<String, String> environment)
            throws IOException, InterruptedException {
        ActionContext context = work.context();
        FileSelection files = new FileSelection(".", List.of("**/*"), OWN_FILES, false);
        ArtifactDigest artifact = work.store(agent, files);
        String id = REVISIONS.stream()
                .map(environment::get)
                .filter(value -> value != null && !value.isEmpty())
                .findFirst()
                .orElse(artifact.sha256());
        Optional<String> wanted = context.pinnedRevision().filter(revision -> !revision.equals(id));
        if (wanted.isPresent()) {
            throw new ActionFailure(
                    FailureType.RevisionUnavailable, "The revision " + id + " was checked out and not " + wanted.get());
        }
        String message = COMMIT.matcher(id).matches() && id.equals(environment.get("GIT_COMMIT"))
                ? commitMessage(agent, launcher, id)
                : newest(run, scm, changelog, id);
        context.log().println("Revision " + id + (message.isEmpty() ? "" : ": " + title(message)));
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("RevisionId", id);
        variables.put("CommitId", id);
        variables.put("CommitMessage", message);
        Map<String, ArtifactDigest> outputs = new HashMap<>();
        for (OutputArtifact output : context.action().outputArtifacts()) {
            outputs.put(output.name(), artifact);
        }
        return ActionResult.succeeded()
                .withSummary(id.substring(0, Math.min(8, id.length())) + " " + title(message))
                .withExternalExecution(id, "")
                .withOutputVariables(variables)
                .withOutputArtifacts(outputs)
                .withRevision(new SourceRevision(id, title(message), Optional.empty(), Optional.empty()));
    }

    private static String title(String message) {
        return message.lines().findFirst().orElse("");
    }

    private static String commitMessage(JenkinsAgent agent, Launcher launcher, String commit)
            throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit = launcher.launch()
                .cmds("git", "log", "-1", "--format=%B", commit)
                .pwd(agent.path())
                .stdout(out)
                .quiet(true)
                .join();
        return exit == 0 ? limited(out.toString(StandardCharsets.UTF_8).strip()) : "";
    }

    /** The message of the revision in the log of changes, or else of the last that is there. */
    private static String newest(ReleasePipelineRun run, SCM scm, File changelog, String id) {
        String message = "";
        try {
            for (ChangeLogSet.Entry entry :
                    scm.createChangeLogParser().parse(run, scm.getEffectiveBrowser(), changelog)) {
                message = Util.fixNull(entry.getMsg());
                if (id.equals(entry.getCommitId())) {
                    break;
                }
            }
        } catch (IOException | org.xml.sax.SAXException e) {
            return "";
        }
        return limited(message);
    }

    private static String limited(String message) {
        return message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
    }
}
