package io.jenkins.plugins.releasepipeline.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.releasepipeline.engine.Decider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.Assume;
import org.junit.Test;

/**
 * Faults in the engine, made one at a time, are found by the simulation or by the engine's unit tests. Each is compiled
 * in memory and loaded, with everything of this project, by a class loader of its own.
 */
public class MutationTest {
    private static final String ROOT = "io.jenkins.plugins.releasepipeline.";
    private static final long FEW_SEEDS = 3;
    private static final long SEEDS = Long.getLong("mutationSeeds", 60);
    private static final int AT_LEAST = 30;
    private static final int PATIENCE_SECONDS = 120;

    @Test
    public void every_fault_of_the_list_is_found() throws Exception {
        List<Mutation> mutations = Mutation.list();
        assertThat(mutations).hasSizeGreaterThanOrEqualTo(AT_LEAST);
        mutations.removeIf(mutation -> !mutation.toString().contains(System.getProperty("mutation", "")));
        Path sources = Mutation.sources();
        List<String> tests = unitTests();
        List<String> problems = new ArrayList<>();
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), work -> {
                    Thread thread = new Thread(work, "mutation");
                    thread.setDaemon(true);
                    return thread;
                });
        Simulations.quietly(() -> {
            Map<Mutation, Future<String>> hunts = new java.util.LinkedHashMap<>();
            for (Mutation mutation : mutations) {
                hunts.put(mutation, threads.submit(() -> hunt(mutation, sources, tests)));
            }
            hunts.forEach((mutation, hunt) -> {
                String found = result(hunt);
                System.out.println(
                        mutation.file() + ": " + mutation.breaks() + " -> " + (found.isEmpty() ? "NOT FOUND" : found));
                if (found.isEmpty() || found.startsWith("!")) {
                    problems.add(
                            mutation.file() + ": " + mutation.breaks() + (found.isEmpty() ? " is not found" : found));
                }
            });
            return null;
        });
        threads.shutdownNow();
        assertThat(problems)
                .as("faults that nothing finds, or that cannot be made")
                .isEmpty();
    }

    /** Otherwise every fault would be "found". */
    @Test
    public void nothing_is_found_in_the_engine_without_a_fault() throws Exception {
        String found = Simulations.quietly(() -> {
            try (Changed classes = new Changed(Map.of())) {
                return (String) classes.loadClass(FaultHunt.class.getName())
                        .getMethod("find", long.class, long.class, List.class)
                        .invoke(null, FEW_SEEDS, SEEDS, unitTests());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(found).isEmpty();
    }

    @Test
    public void what_the_simulation_finds_is_explained_by_a_short_script() throws Exception {
        Mutation mutation = Mutation.list().get(0);
        Map<String, byte[]> changed = compiled(mutation, Mutation.sources());
        String explained = Simulations.quietly(() -> {
            try (Changed classes = new Changed(changed)) {
                return (String) classes.loadClass(FaultHunt.class.getName())
                        .getMethod("explain", long.class)
                        .invoke(null, 500L);
            } catch (ReflectiveOperationException | IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(explained).contains("assertThat(Script.parse(", "submit ", "StartExecution");
        String script = explained.substring(explained.indexOf("\"\"\"") + 3, explained.lastIndexOf("\"\"\""));
        assertThat(script.lines().count()).as("lines of\n%s", script).isLessThan(20);
        assertThat(Simulations.quietly(Script.parse(script)::play))
                .as("the same script without the fault")
                .isEmpty();
    }

    private static String result(Future<String> hunt) {
        try {
            return hunt.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return "it does not end";
        } catch (ExecutionException e) {
            return "! " + e.getCause().getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "! interrupted";
        }
    }

    private static String hunt(Mutation mutation, Path sources, List<String> tests) throws Exception {
        try (Changed classes = new Changed(compiled(mutation, sources))) {
            return (String) classes.loadClass(FaultHunt.class.getName())
                    .getMethod("find", long.class, long.class, List.class)
                    .invoke(null, FEW_SEEDS, SEEDS, nearestFirst(tests, mutation.file()));
        } catch (InvocationTargetException e) {
            return "it breaks everything: " + e.getCause();
        }
    }

    /** The unit tests of the engine, without those that are long or about something else. */
    private static List<String> unitTests() throws Exception {
        Path classes = Path.of(MutationTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> all = Files.list(classes.resolve(ROOT.replace('.', '/') + "engine"))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith("Test.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .filter(name -> !name.equals("RandomPipelinesTest") && !name.equals("SemanticsPageTest"))
                    .sorted()
                    .map(name -> ROOT + "engine." + name)
                    .toList();
        }
    }

    /** Those first that are named like the file. */
    private static List<String> nearestFirst(List<String> tests, String file) {
        String prefix = "engine." + file.substring(0, Math.min(6, file.indexOf('.')));
        List<String> ordered = new ArrayList<>(tests);
        ordered.sort(Comparator.comparing(test -> !test.contains(prefix)));
        return ordered;
    }

    private static Map<String, byte[]> compiled(Mutation mutation, Path sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Assume.assumeTrue("skipped: this Java has no compiler; use a JDK", compiler != null);
        String source = mutation.applyTo(Files.readString(sources.resolve(mutation.file())));
        Map<String, byte[]> classes = new HashMap<>();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean compiles = compiler.getTask(
                            messages,
                            new InMemory(files, classes),
                            null,
                            List.of(
                                    "-proc:none",
                                    "-parameters",
                                    "-nowarn",
                                    "--release",
                                    "17",
                                    "-classpath",
                                    classpath()),
                            null,
                            List.of(new Source(mutation.file(), source)))
                    .call();
            if (!compiles) {
                throw new AssertionError("The mutation '" + mutation.breaks() + "' of " + mutation.file()
                        + " does not compile; correct mutations.txt:\n" + messages);
            }
        }
        return classes;
    }

    private static String classpath() {
        return Path.of(URI.create(Decider.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                + System.getProperty("path.separator")
                + System.getProperty("java.class.path");
    }

    /** The classes of this project once more, some of them changed. */
    private static final class Changed extends URLClassLoader {
        private final Map<String, byte[]> changed;

        Changed(Map<String, byte[]> changed) {
            super(
                    new URL[] {
                        Decider.class.getProtectionDomain().getCodeSource().getLocation(),
                        MutationTest.class.getProtectionDomain().getCodeSource().getLocation()
                    },
                    MutationTest.class.getClassLoader());
            this.changed = changed;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null && name.startsWith(ROOT)) {
                    byte[] bytes = changed.get(name);
                    loaded = bytes == null ? findClass(name) : defineClass(name, bytes, 0, bytes.length);
                }
                return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String file, String text) {
            super(URI.create("string:///" + ROOT.replace('.', '/') + "engine/" + file), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Keeps what is compiled. */
    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, byte[]> classes;

        InMemory(JavaFileManager files, Map<String, byte[]> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, javax.tools.FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            classes.put(name, toByteArray());
                        }
                    };
                }
            };
        }
    }
}
