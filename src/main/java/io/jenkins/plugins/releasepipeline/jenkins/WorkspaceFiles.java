package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.releasepipeline.artifact.ArtifactZip;
import io.jenkins.plugins.releasepipeline.artifact.FileSelection;
import io.jenkins.plugins.releasepipeline.artifact.SelectedFiles;
import io.jenkins.plugins.releasepipeline.artifact.UnpackLimits;
import io.jenkins.plugins.releasepipeline.artifact.WorkspacePath;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import jenkins.MasterToSlaveFileCallable;

/** Work with the files of a workspace that is done on the agent. */
final class WorkspaceFiles {
    private WorkspaceFiles() {}

    /** Where a path leads, absolute. */
    static final class Resolve extends MasterToSlaveFileCallable<String> {
        private static final long serialVersionUID = 1L;
        private final String path;

        Resolve(String path) {
            this.path = path;
        }

        @Override
        public String invoke(File workspace, VirtualChannel channel) throws IOException {
            return WorkspacePath.resolve(workspace.toPath(), path).toString();
        }
    }

    static final class Exists extends MasterToSlaveFileCallable<Boolean> {
        private static final long serialVersionUID = 1L;
        private final String path;

        Exists(String path) {
            this.path = path;
        }

        @Override
        public Boolean invoke(File workspace, VirtualChannel channel) throws IOException {
            return Files.exists(WorkspacePath.resolve(workspace.toPath(), path));
        }
    }

    /** Writes a file whole, or not at all. */
    static final class Write extends MasterToSlaveFileCallable<Void> {
        private static final long serialVersionUID = 1L;
        private final String path;
        private final InputStream content;

        Write(String path, InputStream content) {
            this.path = path;
            this.content = content;
        }

        @Override
        public Void invoke(File workspace, VirtualChannel channel) throws IOException {
            Path file = WorkspacePath.resolve(workspace.toPath(), path);
            Path parent = Files.createDirectories(file.getParent());
            Path part = parent.resolve("." + file.getFileName() + ".part");
            try {
                Files.deleteIfExists(part);
                try (OutputStream out = Files.newOutputStream(
                        part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                    content.transferTo(out);
                }
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
            return null;
        }
    }

    static final class ListFiles extends MasterToSlaveFileCallable<List<String>> {
        private static final long serialVersionUID = 1L;
        private final Selection selection;

        ListFiles(FileSelection selection) {
            this.selection = new Selection(selection);
        }

        @Override
        public List<String> invoke(File workspace, VirtualChannel channel) throws IOException {
            return new ArrayList<>(SelectedFiles.find(workspace.toPath(), selection.files()).stream()
                    .filter(file -> !file.link())
                    .map(file -> file.base().relativize(file.path()).toString())
                    .sorted()
                    .toList());
        }
    }

    static final class Pack extends MasterToSlaveFileCallable<Void> {
        private static final long serialVersionUID = 1L;
        private final Selection selection;
        private final OutputStream zip;

        Pack(FileSelection selection, OutputStream zip) {
            this.selection = new Selection(selection);
            this.zip = zip;
        }

        @Override
        public Void invoke(File workspace, VirtualChannel channel) throws IOException {
            ArtifactZip.pack(workspace.toPath(), selection.files(), zip);
            zip.flush();
            return null;
        }
    }

    static final class Unpack extends MasterToSlaveFileCallable<Void> {
        private static final long serialVersionUID = 1L;
        private final String directory;
        private final InputStream zip;

        Unpack(String directory, InputStream zip) {
            this.directory = directory;
            this.zip = zip;
        }

        @Override
        public Void invoke(File workspace, VirtualChannel channel) throws IOException {
            Path root = workspace.toPath();
            Path temporary = Files.createDirectories(root.resolveSibling(root.getFileName() + "@tmp"));
            ArtifactZip.unpack(zip, temporary, WorkspacePath.resolve(root, directory), UnpackLimits.DEFAULT);
            return null;
        }
    }

    /** A selection in a form that goes over the wire. */
    private static final class Selection implements java.io.Serializable {
        private static final long serialVersionUID = 1L;
        private final String baseDirectory;
        private final ArrayList<String> includes;
        private final ArrayList<String> excludes;
        private final boolean discardPaths;

        Selection(FileSelection files) {
            baseDirectory = files.baseDirectory();
            includes = new ArrayList<>(files.includes());
            excludes = new ArrayList<>(files.excludes());
            discardPaths = files.discardPaths();
        }

        FileSelection files() {
            return new FileSelection(baseDirectory, includes, excludes, discardPaths);
        }
    }
}
