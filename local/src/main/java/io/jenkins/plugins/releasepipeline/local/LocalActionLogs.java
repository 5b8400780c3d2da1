package io.jenkins.plugins.releasepipeline.local;

import io.jenkins.plugins.releasepipeline.action.ActionLog;
import io.jenkins.plugins.releasepipeline.definition.FileNames;
import io.jenkins.plugins.releasepipeline.runtime.ActionLogKey;
import io.jenkins.plugins.releasepipeline.runtime.ActionLogs;
import io.jenkins.plugins.releasepipeline.runtime.FileActionLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** A file for each attempt: {@code PIPELINE/EXECUTION/STAGE.ACTION.ATTEMPT.log}. */
final class LocalActionLogs implements ActionLogs {
    private static final Logger LOGGER = Logger.getLogger(LocalActionLogs.class.getName());

    private final Path directory;
    private final Map<ActionLogKey, FileActionLog> open = new ConcurrentHashMap<>();

    LocalActionLogs(Path directory) {
        this.directory = directory;
    }

    @Override
    public ActionLog open(ActionLogKey key) {
        return open.computeIfAbsent(key, each -> {
            try {
                return FileActionLog.open(file(each));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close(ActionLogKey key) {
        FileActionLog log = open.remove(key);
        if (log != null) {
            log.close();
        }
    }

    @Override
    public void delete(String pipelineName, String executionId) {
        Path execution = directory.resolve(FileNames.of(pipelineName)).resolve(executionId);
        if (!Files.isDirectory(execution)) {
            return;
        }
        try (Stream<Path> files = Files.walk(execution)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Logs of execution " + executionId + " could not be deleted", e);
        }
    }

    Path file(ActionLogKey key) {
        return directory
                .resolve(FileNames.of(key.pipelineName()))
                .resolve(key.executionId())
                .resolve(FileNames.of(key.stage()) + "." + FileNames.of(key.action()) + "." + key.actionExecutionId()
                        + ".log");
    }
}
