package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.TaskListener;
import hudson.remoting.RemoteInputStream;
import hudson.remoting.RemoteOutputStream;
import io.jenkins.plugins.releasepipeline.action.Agent;
import io.jenkins.plugins.releasepipeline.action.AgentProcess;
import io.jenkins.plugins.releasepipeline.action.ProcessSpec;
import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.MasterToSlaveFileCallable;
import jenkins.model.Jenkins;

/** A node with a workspace that belongs to one attempt. */
final class JenkinsAgent implements Agent {
    private static final Logger LOGGER = Logger.getLogger(JenkinsAgent.class.getName());

    private final String node;
    private final String workspace;
    private final ReleasePipelineRun run;
    private final Path records;
    private final ScheduledExecutorService timers;
    private final Map<String, DurableProcess> processes = new ConcurrentHashMap<>();
    private volatile boolean over;
    private volatile String lost;

    /**
     * @param node the node's name; empty for the built-in one
     * @param records where it is written down what is known of processes
     */
    JenkinsAgent(String node, String workspace, ReleasePipelineRun run, Path records, ScheduledExecutorService timers) {
        this.node = node;
        this.workspace = workspace;
        this.run = run;
        this.records = records;
        this.timers = timers;
    }

    @Override
    public String name() {
        return node.isEmpty() ? "built-in" : node;
    }

    @Override
    public String workspace() {
        return workspace;
    }

    @Override
    public AgentProcess start(ProcessSpec process) {
        return processes.computeIfAbsent(process.id(), id -> DurableProcess.start(this, process, records, timers));
    }

    /** Kills what runs. What is started from now on is killed at once. */
    void end(String reason) {
        over = true;
        processes.values().forEach(DurableProcess::kill);
        LOGGER.log(Level.FINE, "{0} of {1} ends: {2}", new Object[] {name(), run, reason});
    }

    /** It is not waited for any longer: whatever is asked of it from now on fails with that reason. */
    void lose(String reason) {
        lost = reason;
    }

    boolean isOver() {
        return over;
    }

    /** The attempt is over: kills what runs and empties the workspace when it is told to. Blocks. */
    void close(boolean clean) {
        end("its attempt is over");
        processes.values().forEach(DurableProcess::close);
        if (!clean) {
            return;
        }
        try {
            FilePath path = path();
            path.deleteContents();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.INFO, "The workspace {0} on {1} is emptied when it is used next: {2}", new Object[] {
                workspace, name(), e
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there is no such node any more. */
    boolean isRemoved() {
        return !node.isEmpty() && Jenkins.get().getNode(node) == null;
    }

    /** The workspace, by the node's connection of this moment. */
    FilePath path() throws IOException {
        if (lost != null) {
            throw new IOException(lost);
        }
        FilePath path = node().createPath(workspace);
        if (path == null) {
            throw new IOException("the agent " + name() + " is offline");
        }
        return path;
    }

    private Node node() throws IOException {
        Jenkins jenkins = Jenkins.get();
        Node found = node.isEmpty() ? jenkins : jenkins.getNode(node);
        if (found == null) {
            throw new IOException("the agent " + name() + " was removed");
        }
        return found;
    }

    Launcher launcher(TaskListener listener) throws IOException {
        return node().createLauncher(listener);
    }

    /**
     * What every process gets: the variables of the build, of the job and of the node. Those of the node's machine are
     * below, so that a {@code PATH+TOOL} of the node adds to its path.
     */
    EnvVars environment() throws IOException, InterruptedException {
        Node found = node();
        Computer computer = found.toComputer();
        EnvVars environment = computer == null ? new EnvVars() : computer.getEnvironment();
        environment.overrideAll(run.getEnvironment(TaskListener.NULL));
        if (computer != null) {
            environment.overrideExpandingAll(computer.buildEnvironment(TaskListener.NULL));
        }
        environment.put("NODE_NAME", name());
        environment.put(
                "NODE_LABELS",
                String.join(
                        " ",
                        found.getAssignedLabels().stream().map(Object::toString).toList()));
        environment.put("WORKSPACE", workspace);
        environment.put("WORKSPACE_TMP", workspace + "@tmp");
        return environment;
    }

    @Override
    public boolean exists(String path) throws IOException {
        return act(new WorkspaceFiles.Exists(path));
    }

    @Override
    public InputStream read(String path) throws IOException {
        String absolute = act(new WorkspaceFiles.Resolve(path));
        try {
            return new FilePath(path().getChannel(), absolute).read();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void write(String path, InputStream content) throws IOException {
        act(new WorkspaceFiles.Write(path, new RemoteInputStream(content, RemoteInputStream.Flag.NOT_GREEDY)));
    }

    @Override
    public List<String> list(FileSelection selection) throws IOException {
        return act(new WorkspaceFiles.ListFiles(selection));
    }

    @Override
    public void delete(String path) throws IOException {
        String absolute = act(new WorkspaceFiles.Resolve(path));
        try {
            new FilePath(path().getChannel(), absolute).deleteRecursive();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void pack(FileSelection selection, OutputStream zip) throws IOException {
        act(new WorkspaceFiles.Pack(selection, new RemoteOutputStream(zip)));
    }

    @Override
    public void unpack(InputStream zip, String directory) throws IOException {
        act(new WorkspaceFiles.Unpack(directory, new RemoteInputStream(zip, RemoteInputStream.Flag.NOT_GREEDY)));
    }

    private <T> T act(MasterToSlaveFileCallable<T> work) throws IOException {
        if (over) {
            throw new IOException("the attempt is over and its workspace is gone");
        }
        try {
            return path().act(work);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted while talking to an agent", e);
    }
}
