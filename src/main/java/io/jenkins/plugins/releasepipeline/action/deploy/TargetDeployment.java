package io.jenkins.plugins.releasepipeline.action.deploy;

import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.ActionLog;
import io.jenkins.plugins.releasepipeline.action.ActionWork;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import io.jenkins.plugins.releasepipeline.action.NameMappings.DeploymentTarget;
import io.jenkins.plugins.releasepipeline.action.OutputTail;
import io.jenkins.plugins.releasepipeline.action.ProcessExit;
import io.jenkins.plugins.releasepipeline.action.ProcessExit.Outcome;
import io.jenkins.plugins.releasepipeline.action.ProcessSpec;
import io.jenkins.plugins.releasepipeline.action.deploy.AppSpec.Script;
import io.jenkins.plugins.releasepipeline.action.deploy.InstallPlan.Decision;
import io.jenkins.plugins.releasepipeline.action.deploy.InstallPlan.Found;
import io.jenkins.plugins.releasepipeline.action.deploy.InstallPlan.Surveyed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A deployment to one target, event by event. All that happens there is done by processes with ids of their own, and what
 * is decided between them is written to the workspace: doing the same again after a restart goes on where it was.
 */
final class TargetDeployment {
    private static final Duration QUICK = Duration.ofMinutes(10);
    private static final Duration LONG = Duration.ofHours(1);
    private static final int KEPT_REVISIONS = 5;
    private static final int REMEMBERED = 2048;
    private static final int MAX_LIST_BYTES = 256 * 1024 * 1024;
    private static final String PLAN = "plan";

    private final ActionWork work;
    private final Agent agent;
    private final Deployment deployment;
    private final DeploymentTarget target;
    private final Revision revision;
    private final ActionLog log;
    private final LinePrefixLog prefixed;
    private final Consumer<String> events;
    private final String root;
    private final String state;
    private Begun begun;
    private boolean scriptIsThere;

    private record Begun(String previous, String user, String uid, String realRoot) {}

    /**
     * @param prefixed where the target's lines go when there are several targets; null when there is one
     * @param events is told of each lifecycle event that begins
     */
    TargetDeployment(
            ActionWork work,
            Agent agent,
            Deployment deployment,
            DeploymentTarget target,
            Revision revision,
            LinePrefixLog prefixed,
            Consumer<String> events) {
        this.work = work;
        this.agent = agent;
        this.deployment = deployment;
        this.target = target;
        this.revision = revision;
        this.prefixed = prefixed;
        this.log = prefixed == null ? work.context().log() : prefixed;
        this.events = events;
        this.root = TargetPath.normal(target.root());
        this.state = deployment.state(root);
    }

    /** Deploys; the stage fails with an {@link ActionFailure} when the target has not got the revision. */
    CompletionStage<Void> run() {
        CompletionStage<Void> events = begin().thenCompose(done -> applicationStop())
                .thenCompose(done -> download())
                .thenCompose(done -> hooks(LifecycleEvent.BeforeInstall))
                .thenCompose(done -> install())
                .thenCompose(done -> hooks(LifecycleEvent.AfterInstall))
                .thenCompose(done -> hooks(LifecycleEvent.ApplicationStart))
                .thenCompose(done -> hooks(LifecycleEvent.ValidateService))
                .thenCompose(done -> script("succeed", QUICK, Optional.empty()).thenAccept(exit -> {}));
        return events.handle((done, thrown) ->
                        thrown == null ? CompletableFuture.<Void>completedStage(null) : giveUp(thrown))
                .thenCompose(stage -> stage);
    }

    /** Puts back what was there; unless it is this host that ends, as then the deployment goes on after the restart. */
    private CompletionStage<Void> giveUp(Throwable thrown) {
        if (ActionWork.isEndOfHost(thrown)) {
            return CompletableFuture.failedStage(thrown);
        }
        log.println("The deployment failed" + (work.isStopped() ? ": it was stopped." : "."));
        return work.runAnyway(agent, spec("give-up", LONG, Optional.empty(), Map.of(), log, "give-up", rootPrefix()))
                .handle((exit, ignored) -> {
                    flush();
                    if (exit != null && !exit.isSuccess()) {
                        log.println("What was there before could not be put back whole; see above.");
                    }
                    throw thrown instanceof RuntimeException failure ? failure : new IllegalStateException(thrown);
                });
    }

    private CompletionStage<Void> begin() {
        log.println("Deployment " + deployment.id() + " to " + target.name() + " (" + agent.name() + ":" + root + ")");
        return script(
                        "begin",
                        QUICK,
                        Optional.of("begin.out"),
                        root,
                        String.valueOf(KEPT_REVISIONS),
                        deployment.application() + "/" + deployment.group())
                .thenAccept(exit -> {
                    Map<String, String> values = new HashMap<>();
                    for (String line : lines("begin.out")) {
                        int space = line.indexOf(' ');
                        values.put(line.substring(0, space), line.substring(space + 1));
                    }
                    begun = new Begun(
                            values.getOrDefault("previous", ""),
                            values.getOrDefault("user", ""),
                            values.getOrDefault("uid", ""),
                            values.getOrDefault("root", root));
                });
    }

    /** Runs the scripts of the last revision that was deployed with success, if there is one. */
    private CompletionStage<Void> applicationStop() {
        if (begun.previous().isEmpty()) {
            log.println("ApplicationStop: nothing was deployed before");
            return CompletableFuture.completedStage(null);
        }
        String directory = state + "/" + begun.previous();
        try {
            String archive = archive(directory, read(directory + "/top").strip());
            for (String name : Revision.NAMES) {
                if (agent.exists(archive + "/" + name)) {
                    try (InputStream in = agent.read(archive + "/" + name)) {
                        Optional<AppSpec> appspec = Revision.readAgain(in).appspec();
                        if (appspec.isPresent()) {
                            return hooks(LifecycleEvent.ApplicationStop, appspec.get(), archive);
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        log.println("ApplicationStop: the revision of " + begun.previous() + " is not there any more; its scripts are"
                + " not run");
        return CompletableFuture.completedStage(null);
    }

    private static String archive(String directory, String top) {
        return directory + "/deployment-archive" + (top.isEmpty() ? "" : "/" + top);
    }

    private String archive() {
        return archive(state + "/" + deployment.id(), revision.top());
    }

    private CompletionStage<Void> download() {
        event("DownloadBundle");
        try {
            if (!agent.exists("downloaded")) {
                String directory = state + "/" + deployment.id();
                agent.delete(directory + "/deployment-archive");
                try (InputStream zip = work.context().artifacts().open(revision.artifact())) {
                    agent.unpack(zip, directory + "/deployment-archive");
                }
                write(directory + "/top", revision.top() + "\n");
                write("downloaded", "");
            }
        } catch (IOException e) {
            throw new ActionFailure(
                    FailureType.JobFailed, "DownloadBundle: the revision cannot be unpacked: " + e.getMessage(), e);
        }
        return CompletableFuture.completedStage(null);
    }

    private CompletionStage<Void> hooks(LifecycleEvent event) {
        return hooks(event, revision.appspec(), archive());
    }

    private CompletionStage<Void> hooks(LifecycleEvent event, AppSpec appspec, String archive) {
        List<Script> scripts = appspec.scripts(event);
        if (scripts.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        event(event.name());
        return hook(event, scripts, 0, archive);
    }

    private CompletionStage<Void> hook(LifecycleEvent event, List<Script> scripts, int index, String archive) {
        if (index == scripts.size()) {
            return CompletableFuture.completedStage(null);
        }
        Script script = scripts.get(index);
        String id = "hook-" + event + "-" + (index + 1);
        Duration timeout = timeout(event, script, id);
        log.println(event + ": " + script.location()
                + script.runas().map(user -> " as " + user).orElse(""));
        OutputTail tail = new OutputTail(log, REMEMBERED);
        ProcessSpec spec = spec(
                id,
                timeout,
                Optional.empty(),
                environment(event),
                tail,
                "hook",
                root,
                archive,
                script.location(),
                script.runas().orElse(""),
                deployment.allowRunAs() ? "yes" : "no");
        return work.run(agent, spec).thenCompose(exit -> {
            flush();
            if (!exit.isSuccess()) {
                throw failed(event, script, words(exit, timeout, tail));
            }
            return hook(event, scripts, index + 1, archive);
        });
    }

    /** What the script may take, and no more than is left of the event's hour; the same when asked again later. */
    private Duration timeout(LifecycleEvent event, Script script, String id) {
        long now = Instant.now().getEpochSecond();
        long begun = Long.parseLong(once("begun-" + event, now));
        long left = Math.max(1, begun + AppSpec.EVENT_LIMIT.toSeconds() - now);
        long own = script.timeout().map(Duration::toSeconds).orElse(left);
        return Duration.ofSeconds(Long.parseLong(once("timeout-" + id, Math.min(own, left))));
    }

    private String once(String path, long value) {
        try {
            if (!agent.exists(path)) {
                write(path, value + "\n");
            }
            return read(path).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> environment(LifecycleEvent event) {
        return Map.of(
                "LIFECYCLE_EVENT", event.name(),
                "DEPLOYMENT_ID", deployment.id(),
                "APPLICATION_NAME", deployment.application(),
                "DEPLOYMENT_GROUP_NAME", deployment.group(),
                "DEPLOYMENT_GROUP_ID", deployment.groupId(),
                "RELEASE_PIPELINE_TARGET_ROOT", root);
    }

    private static ActionFailure failed(LifecycleEvent event, Script script, String what) {
        return new ActionFailure(FailureType.JobFailed, event + ": the script " + script.location() + " " + what);
    }

    private static String words(ProcessExit exit, Duration timeout, OutputTail tail) {
        if (exit.outcome() == Outcome.TIMED_OUT) {
            return "did not end within " + timeout.toSeconds() + " seconds";
        }
        if (exit.outcome() != Outcome.EXITED) {
            return "did not end by itself: " + exit.message();
        }
        String last = lastLine(tail);
        return "ended with exit code " + exit.code() + (last.isEmpty() ? "" : ": " + last);
    }

    private static String lastLine(OutputTail tail) {
        String last = "";
        for (String line : tail.text().split("\n")) {
            last = line.isBlank() ? last : line.strip();
        }
        return last.startsWith("release-pipeline: ") ? last.substring("release-pipeline: ".length()) : last;
    }

    private CompletionStage<Void> install() {
        event("Install");
        write(
                "sources",
                lined(revision.appspec().files().stream()
                        .map(AppSpec.FileMapping::source)
                        .toList()));
        return script("survey", QUICK, Optional.of("survey.out"), archive(), absolute("sources"))
                .thenCompose(done -> plan())
                .thenCompose(done -> script("install", LONG, Optional.empty(), rootPrefix(), absolute(PLAN)))
                .thenAccept(done -> {});
    }

    /** Decides once: the plan that is written stays, whatever has changed on the target since. */
    private CompletionStage<Void> plan() {
        try {
            if (agent.exists(PLAN + "/decided")) {
                return CompletableFuture.completedStage(null);
            }
            List<String> old = agent.exists(state + "/cleanup")
                    ? read(state + "/cleanup").lines().toList()
                    : List.of();
            InstallPlan plan = new InstallPlan(revision.appspec(), archive(), surveys(), old);
            List<String> questions = plan.questions();
            write("questions", lined(questions));
            return script("probe", QUICK, Optional.of("probe.out"), rootPrefix(), absolute("questions"))
                    .thenAccept(done -> {
                        Map<String, Found> found = found(questions);
                        Decision decision = plan.decide(found, rootPrefix(), begun.realRoot(), this::owner);
                        decision.notes().forEach(note -> log.println("Note: " + note));
                        write(PLAN + "/kept", lined(decision.kept()));
                        write(PLAN + "/undo", lined(decision.undo()));
                        write(PLAN + "/cleanup", lined(decision.cleanup()));
                        write(PLAN + "/plan", lined(decision.plan()));
                        write(PLAN + "/decided", plan.fileCount() + "\n");
                        log.println("Install: " + plan.fileCount() + " files of the revision, " + decision.replaced()
                                + " on the target are replaced or removed");
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String owner(String wanted) {
        int colon = wanted.indexOf(':');
        String owner = colon < 0 ? wanted : wanted.substring(0, colon);
        boolean ours = owner.isEmpty() || owner.equals(begun.user()) || owner.equals(begun.uid());
        if (!ours) {
            return deployment.allowRunAs() ? wanted : "";
        }
        return colon < 0 ? InstallPlan.NOTHING_TO_DO : wanted.substring(colon);
    }

    private List<List<Surveyed>> surveys() {
        List<List<Surveyed>> surveys = new ArrayList<>();
        for (String line : lines("survey.out")) {
            int space = line.indexOf(' ');
            String word = space < 0 ? line : line.substring(0, space);
            if (word.equals("source")) {
                surveys.add(new ArrayList<>());
            } else {
                surveys.get(surveys.size() - 1)
                        .add(new Surveyed(
                                Surveyed.Kind.valueOf(word.toUpperCase(Locale.ROOT)),
                                space < 0 ? "" : line.substring(space + 1)));
            }
        }
        return surveys;
    }

    private Map<String, Found> found(List<String> questions) {
        List<String> answers = lines("probe.out");
        if (answers.size() != questions.size()) {
            throw new ActionFailure(
                    FailureType.SystemUnavailable, "Install: the target was looked at and did not say what it has");
        }
        Map<String, Found> found = new HashMap<>();
        for (int i = 0; i < answers.size(); i++) {
            String[] words = answers.get(i).split(" ", 2);
            found.put(
                    questions.get(i),
                    new Found(
                            Found.Kind.valueOf(words[0].toUpperCase(Locale.ROOT).replace('-', '_')),
                            words.length < 2 ? "" : words[1]));
        }
        return found;
    }

    private void event(String name) {
        events.accept(name);
    }

    private String rootPrefix() {
        return root.equals("/") ? "" : root;
    }

    /** Runs a part of the target's script, which must succeed. */
    private CompletionStage<Void> script(String what, Duration timeout, Optional<String> output, String... arguments) {
        OutputTail tail = new OutputTail(log, REMEMBERED);
        return work.run(agent, spec(what, timeout, output, Map.of(), tail, what, arguments))
                .thenAccept(exit -> {
                    flush();
                    if (exit.isSuccess()) {
                        return;
                    }
                    boolean refused = exit.outcome() == Outcome.EXITED;
                    throw new ActionFailure(
                            refused ? FailureType.JobFailed : FailureType.SystemUnavailable,
                            refused
                                    ? lastLine(tail)
                                    : what + " did not end on " + target.name() + ": " + exit.message());
                });
    }

    private ProcessSpec spec(
            String id,
            Duration timeout,
            Optional<String> output,
            Map<String, String> environment,
            ActionLog to,
            String what,
            String... arguments) {
        if (!scriptIsThere) {
            write("target.sh", TargetScript.TEXT);
            scriptIsThere = true;
        }
        List<String> command = new ArrayList<>(List.of("sh", absolute("target.sh"), what, state, deployment.id()));
        command.addAll(List.of(arguments));
        return new ProcessSpec(id, command, environment, ".", output, timeout, to);
    }

    private void flush() {
        if (prefixed != null) {
            prefixed.flush();
        }
    }

    private String absolute(String path) {
        return agent.workspace() + "/" + path;
    }

    private static String lined(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private void write(String path, String text) {
        try {
            agent.write(path, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(String path) throws IOException {
        if (!agent.exists(path)) {
            return "";
        }
        try (InputStream in = agent.read(path)) {
            byte[] bytes = in.readNBytes(MAX_LIST_BYTES + 1);
            if (bytes.length > MAX_LIST_BYTES) {
                throw new IOException(path + " has more than " + MAX_LIST_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private List<String> lines(String path) {
        try {
            return List.of(read(path).split("\n")).stream()
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
