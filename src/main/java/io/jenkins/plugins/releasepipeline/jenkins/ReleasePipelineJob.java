package io.jenkins.plugins.releasepipeline.jenkins;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Action;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Items;
import hudson.model.Job;
import hudson.model.JobProperty;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Queue;
import hudson.model.RunMap;
import hudson.model.TaskListener;
import hudson.model.TopLevelItem;
import hudson.model.TopLevelItemDescriptor;
import hudson.model.listeners.ItemListener;
import hudson.model.queue.QueueTaskFuture;
import hudson.scm.PollingResult;
import hudson.scm.SCM;
import hudson.search.SearchIndexBuilder;
import hudson.triggers.SCMTrigger;
import hudson.triggers.Trigger;
import hudson.triggers.TriggerDescriptor;
import hudson.util.DescribableList;
import hudson.util.FormValidation;
import io.jenkins.plugins.releasepipeline.action.NameCheck;
import io.jenkins.plugins.releasepipeline.definition.ActionDeclaration;
import io.jenkins.plugins.releasepipeline.definition.DefinitionReader;
import io.jenkins.plugins.releasepipeline.definition.PipelineDeclaration;
import io.jenkins.plugins.releasepipeline.definition.Problem;
import io.jenkins.plugins.releasepipeline.definition.ReadResult;
import io.jenkins.plugins.releasepipeline.definition.SecretProperties;
import io.jenkins.plugins.releasepipeline.definition.StageDeclaration;
import io.jenkins.plugins.releasepipeline.definition.VariableDeclaration;
import io.jenkins.plugins.releasepipeline.engine.UpdatePolicy;
import io.jenkins.plugins.releasepipeline.jenkins.names.NamesOfJob;
import io.jenkins.plugins.releasepipeline.runtime.PipelineRuntime;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;
import jenkins.model.lazy.LazyBuildMixIn;
import jenkins.triggers.SCMTriggerItem;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.springframework.security.core.Authentication;

/**
 * The job type "Release Pipeline". Its definition is the text of a pipeline; each of its executions is a
 * {@link ReleasePipelineRun}.
 *
 * <p>The pipeline behind it has an {@linkplain #getPipelineId() id of its own} that no rename and no move changes; what
 * the definition calls itself has no meaning here.
 */
public final class ReleasePipelineJob extends Job<ReleasePipelineJob, ReleasePipelineRun>
        implements TopLevelItem,
                LazyBuildMixIn.LazyLoadingJob<ReleasePipelineJob, ReleasePipelineRun>,
                ParameterizedJobMixIn.ParameterizedJob<ReleasePipelineJob, ReleasePipelineRun>,
                SCMTriggerItem,
                Queue.FlyweightTask {
    private static final Logger LOGGER = Logger.getLogger(ReleasePipelineJob.class.getName());
    private static final int MAX_CHARACTERS = 4 << 20;

    private String definition = "";
    private ScmDefinition definitionFromScm;
    private WorkspaceCleaning workspaceCleaning;
    private UpdatePolicy updatePolicy;
    private transient String pipelineId;
    private volatile boolean disabled;
    private DescribableList<Trigger<?>, TriggerDescriptor> triggers = new DescribableList<>(this);
    private transient volatile Read read;
    private transient volatile Read defined;
    private transient volatile boolean deleted;
    private transient LazyBuildMixIn<ReleasePipelineJob, ReleasePipelineRun> builds;
    private transient volatile RunNumbers runNumbers;

    public ReleasePipelineJob(ItemGroup<?> parent, String name) {
        super(parent, name);
        builds = newBuilds();
    }

    @Override
    public void onCreatedFromScratch() {
        super.onCreatedFromScratch();
        builds.onCreatedFromScratch();
    }

    @Override
    public void onLoad(ItemGroup<? extends Item> parent, String name) throws IOException {
        super.onLoad(parent, name);
        if (builds == null) {
            builds = newBuilds();
        }
        builds.onLoad(parent, name);
        read = null;
        if (definition == null) {
            definition = "";
        }
        if (triggers == null) {
            triggers = new DescribableList<>(this);
        }
        triggers.setOwner(this);
        startTriggers(Items.currentlyUpdatingByXml());
    }

    private void startTriggers(boolean fresh) {
        for (Trigger<?> trigger : triggers) {
            start(trigger, fresh);
        }
    }

    /** {@link Trigger#for_} gives only triggers whose kind of job this is. */
    @SuppressWarnings("unchecked")
    private void start(Trigger<?> trigger, boolean fresh) {
        ((Trigger<Item>) trigger).start(this, fresh);
    }

    private void stopTriggers() {
        triggers.forEach(Trigger::stop);
    }

    /** Adds a trigger of Jenkins, in place of one of its kind, and saves the job. */
    public void addTrigger(Trigger<?> trigger) throws IOException {
        Trigger<?> before = triggers.get(trigger.getDescriptor());
        if (before != null) {
            before.stop();
            triggers.remove(before);
        }
        triggers.add(trigger);
        start(trigger, true);
        save();
    }

    private LazyBuildMixIn<ReleasePipelineJob, ReleasePipelineRun> newBuilds() {
        return new LazyBuildMixIn<>() {
            @Override
            protected ReleasePipelineJob asJob() {
                return ReleasePipelineJob.this;
            }

            @Override
            protected Class<ReleasePipelineRun> getBuildClass() {
                return ReleasePipelineRun.class;
            }
        };
    }

    /** The definition as it was written: JSON, YAML or a CloudFormation template. May be empty, may have problems. */
    public String getDefinition() {
        return definition;
    }

    /** Whoever sets it saves the job. Problems are no obstacle: a job whose definition has some says so and cannot run. */
    @DataBoundSetter
    public void setDefinition(String text) {
        definition = text == null ? "" : text;
        read = null;
    }

    /** Where the definition is in source control; null when it is {@link #getDefinition()}. */
    public ScmDefinition getDefinitionFromScm() {
        return definitionFromScm;
    }

    /** Whoever sets it saves the job. */
    @DataBoundSetter
    public void setDefinitionFromScm(ScmDefinition source) {
        definitionFromScm = source;
        read = null;
    }

    /** When the workspaces of this job's actions are emptied. */
    public WorkspaceCleaning getWorkspaceCleaning() {
        return workspaceCleaning == null ? WorkspaceCleaning.ALWAYS : workspaceCleaning;
    }

    /** Whoever sets it saves the job. */
    @DataBoundSetter
    public void setWorkspaceCleaning(WorkspaceCleaning cleaning) {
        workspaceCleaning = cleaning;
    }

    /** What becomes of the executions under way when the definition changes. */
    public UpdatePolicy getUpdatePolicy() {
        return updatePolicy == null ? UpdatePolicy.CANCEL : updatePolicy;
    }

    /** Whoever sets it saves the job. */
    @DataBoundSetter
    public void setUpdatePolicy(UpdatePolicy policy) {
        updatePolicy = policy;
    }

    /**
     * The pipeline's name in the journal: a UUID, made when it is asked for first. It is kept beside {@code config.xml},
     * so that neither a copy of the job nor a job made from its XML is the same pipeline.
     */
    public synchronized String getPipelineId() throws IOException {
        if (pipelineId == null) {
            Path file = getRootDir().toPath().resolve("pipeline-id");
            if (!Files.isRegularFile(file)) {
                Path part = Files.writeString(file.resolveSibling("pipeline-id.part"), UUID.randomUUID() + "\n");
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            }
            pipelineId = Files.readString(file).strip();
        }
        return pipelineId;
    }

    /** Which run is which execution. */
    RunNumbers runNumbers() {
        RunNumbers known = runNumbers;
        if (known == null) {
            known = new RunNumbers(this);
            runNumbers = known;
        }
        return known;
    }

    /** What the definition says, with its problems; of one in source control, as it was read last. */
    ReadResult read() {
        Read now = read;
        if (now == null) {
            now = new Read(read(text()));
            read = now;
        }
        return now.result();
    }

    /** The pipeline gets the definition at once, not only when an execution starts: triggers start by what is there. */
    @Override
    public synchronized void save() throws IOException {
        super.save();
        define();
    }

    /** Once for each definition, and not for one of a job that is going away. Does not wait. */
    void define() {
        read();
        Read now = read;
        if (now != null && now != defined && !deleted) {
            defined = now;
            JenkinsHost.get().defineLater(this, Jenkins.getAuthentication2().getName());
        }
    }

    private record Read(ReadResult result) {}

    /** The definition as it was written; of one in source control, as it was read last. */
    String text() {
        if (definitionFromScm == null) {
            return definition;
        }
        Path last = lastRead();
        try {
            return Files.isRegularFile(last) ? Files.readString(last) : "";
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot read " + last, e);
            return "";
        }
    }

    private Path lastRead() {
        return getRootDir().toPath().resolve("definition-from-scm");
    }

    /** Reads the definition for an execution that begins: from source control when it is there. Blocks. */
    ReadResult readFor(ReleasePipelineRun run, TaskListener listener) throws IOException, InterruptedException {
        ScmDefinition source = definitionFromScm;
        if (source != null) {
            keep(source.read(run, listener));
        }
        return read();
    }

    private void keep(String text) throws IOException {
        Path part = Files.writeString(lastRead().resolveSibling("definition-from-scm.part"), text);
        Files.move(part, lastRead(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        read = null;
    }

    /** The run of an execution; empty when it is deleted. */
    Optional<ReleasePipelineRun> run(String executionId) {
        return runNumbers().run(executionId);
    }

    /** The parameters that are configured, and one for each variable of the pipeline. */
    @Override
    public <T extends JobProperty> T getProperty(Class<T> type) {
        T own = super.getProperty(type);
        if (type != ParametersDefinitionProperty.class) {
            return own;
        }
        return type.cast(VariableParameters.of(this, (ParametersDefinitionProperty) own, variables()));
    }

    private List<VariableDeclaration> variables() {
        return read().definition().map(each -> each.pipeline().variables()).orElse(List.of());
    }

    /**
     * The errors of the definition, one line each, and when it has none, the names in it that stand for nothing here;
     * empty when the job can run.
     */
    public List<String> getProblems() {
        List<String> errors = read().problems().stream()
                .filter(Problem::isError)
                .map(Problem::toString)
                .toList();
        return errors.isEmpty()
                ? read().definition().map(each -> unmapped(each.pipeline())).orElse(List.of())
                : errors;
    }

    /**
     * What has to be put right before the definition can run here, and where: a line for each name, for each password and, to
     * those who may read the definition, for each build step and source control. Runs no code of these.
     */
    List<String> unmapped(PipelineDeclaration pipeline) {
        return unmapped(pipeline, () -> List.of(Jenkins.getAuthentication2(), RunAuthentication.of(this)));
    }

    /** @param readers all who have to see a job that the definition names */
    List<String> unmapped(PipelineDeclaration pipeline, Supplier<List<Authentication>> readers) {
        List<String> problems = new NameCheck(new NamesOfJob(Optional.of(this), readers), JenkinsHost.get()::provider)
                .missing(pipeline).stream()
                        .map(NameCheck.Missing::toString)
                        .collect(Collectors.toCollection(ArrayList::new));
        for (StageDeclaration stage : pipeline.stages()) {
            for (ActionDeclaration action : stage.actions()) {
                problems(action).forEach(problem -> problems.add(stage.name() + "/" + action.name() + ": " + problem));
            }
        }
        return problems;
    }

    private List<String> problems(ActionDeclaration action) {
        List<String> problems = new ArrayList<>();
        action.configuration().forEach((key, text) -> {
            if (SecretProperties.hasPassword(text)) {
                problems.add(Messages.ReleasePipelineJob_password(key));
            }
        });
        if (hasPermission(EXTENDED_READ)) {
            BuildStepAction.problem(action).or(() -> ScmAction.problem(action)).ifPresent(problems::add);
        }
        return problems;
    }

    private static ReadResult read(String text) {
        return DefinitionReader.read("definition", text.getBytes(StandardCharsets.UTF_8), JenkinsHost.actionTypes());
    }

    @Override
    protected void submit(StaplerRequest2 request, StaplerResponse2 response)
            throws IOException, ServletException, Descriptor.FormException {
        JSONObject form = request.getSubmittedForm();
        String text = form.optString("definition", "");
        ScmDefinition source = form.optJSONObject("definitionFromScm") == null
                ? null
                : request.bindJSON(ScmDefinition.class, form.getJSONObject("definitionFromScm"));
        refuseErrors(source == null ? Optional.of(text) : peek(source));
        super.submit(request, response);
        setWorkspaceCleaning(choice(WorkspaceCleaning.class, form.optString("workspaceCleaning")));
        setUpdatePolicy(choice(UpdatePolicy.class, form.optString("updatePolicy")));
        setDefinition(text);
        setDefinitionFromScm(source);
        stopTriggers();
        triggers.rebuild(request, form, Trigger.for_(this));
        startTriggers(true);
        makeDisabled(!form.optBoolean("enable", true));
    }

    /** @return null for what is no such choice: the default is taken then */
    private static <E extends Enum<E>> E choice(Class<E> type, String value) {
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> each.name().equals(value))
                .findFirst()
                .orElse(null);
    }

    /** What cannot be read now, will be read at the start. */
    private Optional<String> peek(ScmDefinition source) throws IOException, Descriptor.FormException {
        try {
            Optional<String> text = source.peek(this);
            if (text.isPresent()) {
                keep(text.get());
            }
            return text;
        } catch (AbortException e) {
            throw new Descriptor.FormException(e.getMessage(), e, "definitionFromScm");
        } catch (IOException e) {
            LOGGER.log(Level.INFO, "The definition of " + getFullName() + " cannot be read now", e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Descriptor.FormException("Interrupted while the definition was read.", "definitionFromScm");
        }
    }

    private static void refuseErrors(Optional<String> text) throws Descriptor.FormException {
        String errors = text.map(ReleasePipelineJob::errors).orElse("");
        if (!errors.isEmpty()) {
            throw new Descriptor.FormException("The definition was not saved:\n" + errors, "definition");
        }
    }

    private static String errors(String text) {
        if (text.length() > MAX_CHARACTERS) {
            return "it has " + text.length() + " characters; at most " + MAX_CHARACTERS + " are read";
        }
        return read(text).problems().stream()
                .filter(Problem::isError)
                .map(Problem::toString)
                .collect(Collectors.joining("\n"));
    }

    @Override
    public boolean isBuildable() {
        return ParameterizedJobMixIn.ParameterizedJob.super.isBuildable();
    }

    @Override
    protected RunMap<ReleasePipelineRun> _getRuns() {
        return builds._getRuns();
    }

    @Override
    protected void removeRun(ReleasePipelineRun run) {
        builds.removeRun(run);
    }

    @Override
    public LazyBuildMixIn<ReleasePipelineJob, ReleasePipelineRun> getLazyBuildMixIn() {
        return builds;
    }

    @Override
    public ReleasePipelineRun getBuildByNumber(int number) {
        return builds.getBuildByNumber(number);
    }

    @Override
    public ReleasePipelineRun getFirstBuild() {
        return builds.getFirstBuild();
    }

    @Override
    public ReleasePipelineRun getLastBuild() {
        return builds.getLastBuild();
    }

    @Override
    public ReleasePipelineRun getNearestBuild(int number) {
        return builds.getNearestBuild(number);
    }

    @Override
    public ReleasePipelineRun getNearestOldBuild(int number) {
        return builds.getNearestOldBuild(number);
    }

    @Override
    protected List<ReleasePipelineRun> getEstimatedDurationCandidates() {
        return builds.getEstimatedDurationCandidates();
    }

    @Override
    protected SearchIndexBuilder makeSearchIndex() {
        return getParameterizedJobMixIn().extendSearchIndex(super.makeSearchIndex());
    }

    @Override
    public boolean isDisabled() {
        return disabled;
    }

    @Override
    public void setDisabled(boolean disabled) {
        this.disabled = disabled;
    }

    @Override
    public boolean supportsMakeDisabled() {
        return true;
    }

    @Override
    @SuppressWarnings("deprecation")
    public hudson.model.BuildAuthorizationToken getAuthToken() {
        return null;
    }

    @Override
    public int getQuietPeriod() {
        return 0;
    }

    @Override
    public boolean isInQueue() {
        return Queue.getInstance().contains(this);
    }

    @Override
    public Queue.Item getQueueItem() {
        return Queue.getInstance().getItem(this);
    }

    /** Executions wait for each other at the doors of stages, not in the queue. */
    @Override
    public boolean isConcurrentBuild() {
        return true;
    }

    @Override
    public Label getAssignedLabel() {
        return Jenkins.get().getSelfLabel();
    }

    @Override
    @SuppressWarnings("deprecation")
    public Node getLastBuiltOn() {
        return Jenkins.get();
    }

    @Override
    public Object getSameNodeConstraint() {
        return this;
    }

    @Override
    public Map<TriggerDescriptor, Trigger<?>> getTriggers() {
        return triggers.toMap();
    }

    @Override
    public QueueTaskFuture<ReleasePipelineRun> scheduleBuild2(int quietPeriod, Action... actions) {
        return getParameterizedJobMixIn().scheduleBuild2(quietPeriod, actions);
    }

    /** As {@link Job} has it, for {@link SCMTriggerItem}. */
    @Override
    public int getNextBuildNumber() {
        return super.getNextBuildNumber();
    }

    @Override
    public Item asItem() {
        return this;
    }

    @Override
    public SCMTrigger getSCMTrigger() {
        return triggers.get(SCMTrigger.class);
    }

    /** Where the definition is, and what source actions read. */
    @NonNull
    @Override
    public Collection<? extends SCM> getSCMs() {
        List<SCM> scms = new ArrayList<>();
        ScmDefinition source = definitionFromScm;
        if (source != null) {
            scms.add(source.getScm());
        }
        try {
            Optional<PipelineRuntime> pipeline = JenkinsHost.get().pipeline(getPipelineId());
            if (pipeline.isPresent()) {
                scms.addAll(SourceScms.all(JenkinsHost.get().triggers().look().addresses(pipeline.get())));
                scms.addAll(ScmAction.all(this, pipeline.get().state().definition()));
            }
        } catch (IllegalStateException | IOException e) {
            LOGGER.log(Level.FINE, "What " + getFullName() + " reads is not known now", e);
        }
        return scms;
    }

    /** Starts by what its source actions' repositories have, each execution with the commit that was found. */
    @NonNull
    @Override
    public PollingResult poll(@NonNull TaskListener listener) {
        if (!isBuildable()) {
            listener.getLogger().println("The job is disabled.");
            return PollingResult.NO_CHANGES;
        }
        try {
            Optional<PipelineRuntime> pipeline = JenkinsHost.get().pipeline(getPipelineId());
            if (pipeline.isEmpty()) {
                listener.getLogger().println("There is no execution yet: this begins the first.");
                return PollingResult.BUILD_NOW;
            }
            List<String> outcome = JenkinsHost.get().triggers().look().now(pipeline.get(), "polled");
            outcome.forEach(listener.getLogger()::println);
            if (!outcome.isEmpty()) {
                listener.getLogger().println("What is to start has been started.");
            }
            if (new ScmPolls(this, listener).haveChanged(pipeline.get().state().definition())) {
                return PollingResult.BUILD_NOW;
            }
        } catch (IllegalStateException | IOException e) {
            listener.error(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return PollingResult.NO_CHANGES;
    }

    /** Makes the definition as it is now the pipeline's, unless it has errors. Blocks. */
    void defineAnew() throws IOException, InterruptedException, ExecutionException {
        ScmDefinition source = definitionFromScm;
        if (source != null) {
            Optional<String> text = source.peek(this);
            if (text.isPresent()) {
                keep(text.get());
            }
        }
        ReadResult now = read();
        if (!now.hasErrors() && now.definition().isPresent()) {
            JenkinsHost.get().define(now.definition().get().withName(getPipelineId()), getUpdatePolicy(), "trigger");
        }
    }

    @Override
    public String getPronoun() {
        return Messages.ReleasePipelineJob_pronoun();
    }

    @Override
    public TopLevelItemDescriptor getDescriptor() {
        return (DescriptorImpl) Jenkins.get().getDescriptorOrDie(ReleasePipelineJob.class);
    }

    /** Whether it is going away, or gone. */
    boolean isDeleted() {
        return deleted;
    }

    /** What runs is ended before Jenkins locks the job: runs that are being made need the lock. */
    @Override
    public void delete() throws IOException, InterruptedException {
        checkPermission(DELETE);
        for (ItemListener listener : ItemListener.all()) {
            listener.onCheckDelete(this);
        }
        deleted = true;
        makeDisabled(true);
        stopTriggers();
        Queue.getInstance().cancel(this);
        JenkinsHost.get().forget(this, Jenkins.getAuthentication2().getName());
        super.delete();
    }

    /** Hears of jobs whose {@code config.xml} was written from outside. */
    @Extension
    public static final class Definitions extends ItemListener {
        @Override
        public void onCreated(Item item) {
            define(item);
        }

        @Override
        public void onUpdated(Item item) {
            define(item);
        }

        private static void define(Item item) {
            if (item instanceof ReleasePipelineJob job) {
                job.define();
            }
        }
    }

    /** config.xml begins with {@code release-pipeline}. */
    @Initializer(before = InitMilestone.EXTENSIONS_AUGMENTED)
    public static void alias() {
        Items.XSTREAM2.alias("release-pipeline", ReleasePipelineJob.class);
        ReleasePipelineRun.alias();
    }

    @Extension(ordinal = 1500)
    @Symbol("releasePipeline")
    public static final class DescriptorImpl extends TopLevelItemDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ReleasePipelineJob_displayName();
        }

        @NonNull
        @Override
        public String getDescription() {
            return Messages.ReleasePipelineJob_description();
        }

        @NonNull
        @Override
        public String getCategoryId() {
            return "standalone-projects";
        }

        @Override
        public String getIconClassName() {
            return "symbol-rocket-outline plugin-ionicons-api";
        }

        @Override
        public TopLevelItem newInstance(ItemGroup parent, String name) {
            return new ReleasePipelineJob(parent, name);
        }

        /** What is wrong with the definition, while it is being written. */
        @RequirePOST
        public FormValidation doCheckDefinition(
                @AncestorInPath ReleasePipelineJob job, @QueryParameter("value") String value) {
            if (job == null) {
                Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            } else {
                job.checkPermission(Item.CONFIGURE);
            }
            String text = value == null ? "" : value;
            String errors = errors(text);
            if (!errors.isEmpty()) {
                return FormValidation.error(errors);
            }
            String unmapped = job == null
                    ? ""
                    : String.join(
                            "\n",
                            read(text)
                                    .definition()
                                    .map(each -> job.unmapped(each.pipeline()))
                                    .orElse(List.of()));
            if (!unmapped.isEmpty()) {
                return FormValidation.error(unmapped);
            }
            String warnings =
                    read(text).problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
            return warnings.isEmpty() ? FormValidation.ok() : FormValidation.warning(warnings);
        }
    }
}
