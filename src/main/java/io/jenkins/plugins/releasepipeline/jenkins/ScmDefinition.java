package io.jenkins.plugins.releasepipeline.jenkins;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.TaskListener;
import hudson.scm.SCM;
import hudson.scm.SCMDescriptor;
import hudson.slaves.WorkspaceList;
import hudson.util.FormValidation;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import jenkins.model.Jenkins;
import jenkins.scm.api.SCMFile;
import jenkins.scm.api.SCMFileSystem;
import jenkins.security.HMACConfidentialKey;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** A definition that is a file in source control: read when an execution begins, as it is there then. */
public final class ScmDefinition implements Describable<ScmDefinition> {
    static final int MAX_BYTES = 4 << 20;
    /** Nobody who writes a definition can tell, or choose, which directory an SCM gets. */
    private static final HMACConfidentialKey DIRECTORIES =
            new HMACConfidentialKey(ScmDefinition.class, "directories", 32);

    private final SCM scm;
    private final String path;

    /**
     * @param scm where the file is
     * @param path the file, from the top of what is checked out
     */
    @DataBoundConstructor
    public ScmDefinition(SCM scm, String path) {
        this.scm = scm;
        this.path = Util.fixNull(path).strip();
    }

    public SCM getScm() {
        return scm;
    }

    public String getPath() {
        return path;
    }

    /**
     * Reads the file without a checkout. Blocks.
     *
     * @return empty when this kind of source control cannot do that
     * @throws IOException when it can, and there is no such file, or it cannot be reached
     */
    Optional<String> peek(ReleasePipelineJob job) throws IOException, InterruptedException {
        requirePath();
        try (SCMFileSystem files = SCMFileSystem.of(job, scm)) {
            if (files == null) {
                return Optional.empty();
            }
            SCMFile file = files.child(path);
            if (!file.isFile()) {
                throw new AbortException("There is no file '" + path + "' in " + scm.getKey());
            }
            try (InputStream content = file.content()) {
                return Optional.of(text(content));
            }
        }
    }

    /** Reads the file, with a checkout on the controller where there is no other way. Blocks. */
    String read(ReleasePipelineRun run, TaskListener listener) throws IOException, InterruptedException {
        Optional<String> peeked = peek(run.getParent());
        return peeked.isPresent() ? peeked.get() : checkOut(run, listener);
    }

    private String checkOut(ReleasePipelineRun run, TaskListener listener) throws IOException, InterruptedException {
        Jenkins jenkins = Jenkins.get();
        FilePath workspace = jenkins.getWorkspaceFor(run.getParent());
        if (workspace == null) {
            throw new AbortException("The controller has no workspace for the definition.");
        }
        FilePath all = workspace.withSuffix("@definition");
        FilePath directory = all.child(DIRECTORIES.mac(scm.getKey()));
        WorkspaceList leases = Objects.requireNonNull(jenkins.toComputer()).getWorkspaceList();
        File changelog = File.createTempFile("changelog", ".xml");
        try (WorkspaceList.Lease lease = leases.acquire(directory)) {
            directory.mkdirs();
            deleteOthers(all, directory.getName(), leases, listener);
            scm.checkout(run, jenkins.createLauncher(listener), lease.path, listener, changelog, null);
            FilePath file = directory.child(path);
            if (new File(path).isAbsolute() || !directory.isDescendant(path) || !file.exists() || file.isDirectory()) {
                throw new AbortException("There is no file '" + path + "' in " + scm.getKey());
            }
            try (InputStream content = file.read()) {
                return text(content);
            }
        } finally {
            Util.deleteFile(changelog);
        }
    }

    /** What the job's definition was read from before has no use; what another run reads from just now is left to it. */
    private static void deleteOthers(FilePath all, String used, WorkspaceList leases, TaskListener listener)
            throws IOException, InterruptedException {
        for (FilePath each : all.list()) {
            FilePath directory = all.child(each.getName().replaceFirst("@.*", ""));
            if (directory.getName().equals(used)) {
                continue;
            }
            try (WorkspaceList.Lease lease = leases.allocate(directory)) {
                if (lease.path.equals(directory)) {
                    each.deleteRecursive();
                }
            } catch (IOException e) {
                listener.error(each + " has no use any more, and could not be deleted: " + e.getMessage());
            }
        }
    }

    private void requirePath() throws AbortException {
        if (path.isEmpty()) {
            throw new AbortException("The definition's file has no name.");
        }
    }

    private String text(InputStream content) throws IOException {
        byte[] bytes = content.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new AbortException("'" + path + "' has more than " + MAX_BYTES + " bytes.");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public DescriptorImpl getDescriptor() {
        return (DescriptorImpl) Jenkins.get().getDescriptorOrDie(ScmDefinition.class);
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<ScmDefinition> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ScmDefinition_displayName();
        }

        public Collection<? extends SCMDescriptor<?>> getApplicableDescriptors() {
            StaplerRequest2 request = Stapler.getCurrentRequest2();
            return SCM._for(request == null ? null : request.findAncestorObject(Job.class));
        }

        @RequirePOST
        public FormValidation doCheckPath(@AncestorInPath Item job, @QueryParameter("value") String value) {
            if (job == null) {
                Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            } else {
                job.checkPermission(Item.CONFIGURE);
            }
            return Util.fixEmptyAndTrim(value) == null
                    ? FormValidation.error(Messages.ScmDefinition_pathNeeded())
                    : FormValidation.ok();
        }
    }
}
