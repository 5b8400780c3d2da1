package io.jenkins.plugins.releasepipeline.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.runtime.HistoryQuery;
import io.jenkins.plugins.releasepipeline.runtime.Retention;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Nothing in memory grows with history. {@code bin/bench memory 100000} measures the same with very many executions. */
public class HistoryMemoryTest {
    private static final int FEW = 100;
    private static final int MANY = 1000;
    private static final long BOUNDED_CACHES = 2 << 20;
    private static final Pattern LINE = Pattern.compile(
            "\\s*[0-9]+:\\s+([0-9]+)\\s+[0-9]+\\s+(\\[?L?io\\.jenkins\\.plugins\\.releasepipeline\\.\\S+).*");

    private Path directory;

    /** In memory where that can be had: what is measured is not the disk. */
    @Before
    public void begin() throws Exception {
        Path memory = Path.of("/dev/shm");
        directory = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "history-")
                : Files.createTempDirectory("history-");
    }

    @After
    public void end() throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    public void no_object_of_ours_is_left_of_executions_that_are_over() throws Exception {
        try (HistoryHome home = new HistoryHome(directory, Retention.latest(1_000_000))) {
            home.run(FEW);
            home.compact();
            long heapAfterFew = HistoryHome.heap();
            Map<String, Long> afterFew = objects();

            home.run(MANY - FEW);
            home.compact();
            long heapAfterMany = HistoryHome.heap();
            Map<String, Long> afterMany = objects();

            assertThat(home.shop().history().page(HistoryQuery.latest(1)).executions())
                    .extracting(record -> record.origin().number())
                    .containsExactly((long) MANY);
            assertThat(afterFew).isNotEmpty();
            assertThat(afterMany)
                    .as("reachable objects after %d executions; after %d they were %s", MANY, FEW, afterFew)
                    .allSatisfy((type, count) ->
                            assertThat(count - afterFew.getOrDefault(type, 0L)).isLessThan((MANY - FEW) / 20));
            assertThat(heapAfterMany - heapAfterFew).as("bytes of heap more").isLessThan(BOUNDED_CACHES);
        }
    }

    /** How many objects of each class of ours are reachable. */
    private static Map<String, Long> objects() throws Exception {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        Map<String, Long> objects = new TreeMap<>();
        histogram
                .lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .forEach(line -> objects.merge(
                        line.group(2).replaceAll("(Lambda)?\\$.*0x[0-9a-f]+.*", "$1"),
                        Long.parseLong(line.group(1)),
                        Long::sum));
        return objects;
    }
}
