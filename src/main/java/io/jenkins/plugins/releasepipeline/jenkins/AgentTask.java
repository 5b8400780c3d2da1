package io.jenkins.plugins.releasepipeline.jenkins;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Item;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.Queue;
import hudson.model.Queue.LeftItem;
import hudson.model.queue.CauseOfBlockage;
import hudson.model.queue.QueueListener;
import hudson.model.queue.QueueTaskDispatcher;
import hudson.security.ACL;
import hudson.security.AccessControlled;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.releasepipeline.action.ActionLog;
import io.jenkins.plugins.releasepipeline.action.Agent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.model.queue.AsynchronousExecution;
import jenkins.security.QueueItemAuthenticator;
import jenkins.security.QueueItemAuthenticatorProvider;
import org.jenkinsci.plugins.durabletask.executors.ContinuedTask;
import org.springframework.security.core.Authentication;

/**
 * An attempt's wish for an agent, in the queue and then on an executor: without a thread, until the attempt is over. After
 * a restart the attempt asks again, and is placed where it was.
 */
final class AgentTask implements ContinuedTask, Queue.TransientTask, AccessControlled {
    private static final Logger LOGGER = Logger.getLogger(AgentTask.class.getName());

    private final JenkinsAgents pool;
    private final ReleasePipelineRun run;
    private final String label;
    private final Path records;
    private final Optional<JenkinsAgents.Placement> before;
    private final ActionLog log;
    private final CompletableFuture<Agent> agent;
    private AsynchronousExecution execution;
    private WorkspaceList.Lease lease;
    private JenkinsAgent lent;
    private boolean released;

    AgentTask(
            JenkinsAgents pool,
            ReleasePipelineRun run,
            String label,
            Path records,
            Optional<JenkinsAgents.Placement> before,
            ActionLog log,
            CompletableFuture<Agent> agent) {
        this.pool = pool;
        this.run = run;
        this.label = label;
        this.records = records;
        this.before = before;
        this.log = log;
        this.agent = agent;
    }

    /** It is this task's turn, on an executor of a node. */
    private void begin() {
        Computer computer = Objects.requireNonNull(Executor.currentExecutor()).getOwner();
        AsynchronousExecution held = hold();
        try {
            if (!begin(computer, held)) {
                return;
            }
        } catch (IOException | RuntimeException e) {
            agent.completeExceptionally(e);
            return;
        } catch (InterruptedException e) {
            agent.completeExceptionally(new CancellationException("the agent was taken away before the action began"));
            return;
        }
        throw held;
    }

    /** @return false when the attempt is over already */
    private boolean begin(Computer computer, AsynchronousExecution held) throws IOException, InterruptedException {
        Node node = computer.getNode();
        if (node == null) {
            throw new IOException("the agent " + computer.getName() + " was removed");
        }
        WorkspaceList.Lease taken = workspace(computer, node);
        boolean inUse = false;
        try {
            FilePath workspace = taken.path;
            if (before.isEmpty()) {
                workspace.mkdirs();
                workspace.deleteContents();
                record(node.getNodeName(), workspace.getRemote());
                log.println("Running on " + node.getDisplayName() + " in " + workspace.getRemote());
            }
            JenkinsAgent made =
                    new JenkinsAgent(node.getNodeName(), workspace.getRemote(), run, records, pool.timers());
            inUse = lend(taken, made, held);
            if (inUse) {
                agent.complete(made);
            }
            return inUse;
        } finally {
            if (!inUse) {
                taken.release();
            }
        }
    }

    /** @return false when the attempt is over already */
    private synchronized boolean lend(WorkspaceList.Lease taken, JenkinsAgent made, AsynchronousExecution held) {
        if (released) {
            return false;
        }
        lease = taken;
        lent = made;
        execution = held;
        return true;
    }

    private WorkspaceList.Lease workspace(Computer computer, Node node) throws IOException, InterruptedException {
        if (before.isPresent()) {
            FilePath path = node.createPath(before.get().workspace());
            if (path == null) {
                throw new IOException("the agent " + node.getDisplayName() + " is offline");
            }
            return computer.getWorkspaceList().acquire(path);
        }
        FilePath base = node.getWorkspaceFor(run.getParent());
        if (base == null) {
            throw new IOException("the agent " + node.getDisplayName() + " is offline");
        }
        return computer.getWorkspaceList().allocate(quotable(node, base));
    }

    /** Durable Task puts paths between single quotes into a shell's command as they are: one in a name would end them. */
    private FilePath quotable(Node node, FilePath base) throws IOException {
        String path = base.getRemote();
        String name = run.getParent().getFullName();
        if (name.indexOf('\'') < 0 || !path.endsWith(name)) {
            return base;
        }
        FilePath quotable = node.createPath(path.substring(0, path.length() - name.length()) + name.replace('\'', '_'));
        if (quotable == null) {
            throw new IOException("the agent " + node.getDisplayName() + " is offline");
        }
        return quotable;
    }

    private void record(String node, String workspace) throws IOException {
        Files.createDirectories(records);
        Path part = records.resolve("place.part");
        Files.writeString(part, node + "\n" + workspace + "\n", StandardCharsets.UTF_8);
        Files.move(part, records.resolve("place"), StandardCopyOption.ATOMIC_MOVE);
    }

    private AsynchronousExecution hold() {
        return new AsynchronousExecution() {
            @Override
            public void interrupt(boolean forShutdown) {
                if (!forShutdown) {
                    interrupted();
                }
            }

            @Override
            public boolean blocksRestart() {
                return false;
            }

            @Override
            public boolean displayCell() {
                return true;
            }
        };
    }

    private void interrupted() {
        JenkinsAgent used;
        synchronized (this) {
            used = lent;
        }
        if (used != null) {
            log.println("The executor was interrupted: the action's processes are killed.");
            used.end("the executor was interrupted");
        }
    }

    /**
     * The attempt is over: leaves the queue, or lets go of the executor and the workspace, also when the agent is lost.
     * Blocks.
     *
     * @param clean whether nothing is to be left in the workspace
     */
    void release(boolean clean) {
        AsynchronousExecution held;
        WorkspaceList.Lease taken;
        JenkinsAgent used;
        synchronized (this) {
            released = true;
            held = execution;
            taken = lease;
            used = lent;
            execution = null;
            lease = null;
        }
        Queue.getInstance().cancel(this);
        try {
            if (used != null) {
                used.close(clean);
            }
        } finally {
            if (taken != null) {
                taken.release();
            }
            if (held != null) {
                held.completed(null);
            }
        }
    }

    ReleasePipelineRun run() {
        return run;
    }

    /** The node that the attempt was placed on before a restart, as long as that is not there; empty when it is. */
    Optional<String> missingNode() {
        return before.filter(placement -> {
                    Node node = node(placement);
                    Computer computer = node == null ? null : node.toComputer();
                    return computer == null || computer.isOffline();
                })
                .map(JenkinsAgents.Placement::node);
    }

    /** Somebody took the task out of the queue. */
    private void cancelled() {
        agent.completeExceptionally(new CancellationException("the action was cancelled while it waited for an agent"));
    }

    @Override
    public boolean isContinued() {
        return before.isPresent();
    }

    @Override
    public Label getAssignedLabel() {
        if (before.isPresent()) {
            Node node = node(before.get());
            return node != null ? node.getSelfLabel() : Label.get(before.get().node());
        }
        return label.isEmpty() ? null : Label.get(label);
    }

    private static Node node(JenkinsAgents.Placement placement) {
        Jenkins jenkins = Jenkins.get();
        return placement.node().isEmpty() ? jenkins : jenkins.getNode(placement.node());
    }

    @Override
    @SuppressWarnings("deprecation")
    public Node getLastBuiltOn() {
        return before.map(AgentTask::node).orElse(null);
    }

    @Override
    public Queue.Executable createExecutable() {
        return new Work();
    }

    @NonNull
    @Override
    public Queue.Task getOwnerTask() {
        return run.getParent();
    }

    @Override
    public Queue.Executable getOwnerExecutable() {
        return run;
    }

    @Override
    public CauseOfBlockage getCauseOfBlockage() {
        return null;
    }

    @Override
    public boolean isConcurrentBuild() {
        return true;
    }

    @Override
    public String getName() {
        return getDisplayName();
    }

    @Override
    public String getFullDisplayName() {
        return getDisplayName();
    }

    @Override
    public String getDisplayName() {
        return Messages.AgentTask_displayName(run.getFullDisplayName());
    }

    @Override
    public String getUrl() {
        return run.getUrl();
    }

    @NonNull
    @Override
    public ACL getACL() {
        return run.getParent().getACL();
    }

    @Override
    public void checkAbortPermission() {
        checkPermission(Item.CANCEL);
    }

    @Override
    public boolean hasAbortPermission() {
        return hasPermission(Item.CANCEL);
    }

    @NonNull
    @Override
    public Authentication getDefaultAuthentication2() {
        return RunAuthentication.of(run);
    }

    @NonNull
    @Override
    public Authentication getDefaultAuthentication2(Queue.Item item) {
        return getDefaultAuthentication2();
    }

    private final class Work implements Queue.Executable {
        @NonNull
        @Override
        public AgentTask getParent() {
            return AgentTask.this;
        }

        @Override
        public Queue.Executable getParentExecutable() {
            return run;
        }

        @Override
        public void run() {
            begin();
        }

        @Override
        public long getEstimatedDuration() {
            return -1;
        }

        @Override
        public String toString() {
            return getDisplayName();
        }
    }

    /** An action acts as its run does, whatever is said of tasks that are no jobs. */
    @Extension(ordinal = 1000)
    public static final class AsItsRun extends QueueItemAuthenticatorProvider {
        @NonNull
        @Override
        public List<QueueItemAuthenticator> getAuthenticators() {
            return List.of(new QueueItemAuthenticator() {
                @Override
                public Authentication authenticate2(Queue.Task task) {
                    return task instanceof AgentTask of ? RunAuthentication.of(of.run) : null;
                }
            });
        }
    }

    /** An attempt that was placed before a restart goes on there and nowhere else. */
    @Extension
    public static final class SamePlace extends QueueTaskDispatcher {
        @Override
        public CauseOfBlockage canTake(Node node, Queue.BuildableItem item) {
            if (item.task instanceof AgentTask task
                    && task.before.isPresent()
                    && !task.before.get().node().equals(node.getNodeName())) {
                return new CauseOfBlockage() {
                    @Override
                    public String getShortDescription() {
                        return Messages.AgentTask_samePlace(task.before.get().node());
                    }
                };
            }
            return null;
        }
    }

    /** Hears of tasks that somebody cancels in the queue. */
    @Extension
    public static final class Cancellations extends QueueListener {
        @Override
        public void onLeft(LeftItem item) {
            if (item.isCancelled() && item.task instanceof AgentTask task) {
                LOGGER.log(Level.FINE, "{0} was cancelled in the queue", task);
                task.cancelled();
            }
        }
    }
}
