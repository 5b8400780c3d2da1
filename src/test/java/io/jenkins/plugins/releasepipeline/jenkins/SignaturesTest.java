package io.jenkins.plugins.releasepipeline.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The other build's signatures of Jenkins' classes, compared with the real classes. */
public class SignaturesTest {
    private static final Path SIGNATURES = Path.of("local/src/jenkins-api");
    private static final int SHAPE = Modifier.PUBLIC
            | Modifier.PROTECTED
            | Modifier.PRIVATE
            | Modifier.STATIC
            | Modifier.FINAL
            | Modifier.ABSTRACT
            | Modifier.INTERFACE;

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static List<String> names;

    @BeforeClass
    public static void compile() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null);
                Stream<Path> sources = Files.walk(SIGNATURES)) {
            files.setLocationFromPaths(
                    StandardLocation.CLASS_OUTPUT, List.of(FOLDER.getRoot().toPath()));
            List<Path> all =
                    sources.filter(path -> path.toString().endsWith(".java")).toList();
            assertThat(all).as("signatures in " + SIGNATURES.toAbsolutePath()).isNotEmpty();
            boolean compiled = compiler.getTask(
                            null,
                            files,
                            null,
                            List.of("-proc:none", "-nowarn", "-XDsuppressNotes", "--release", "17"),
                            null,
                            files.getJavaFileObjectsFromPaths(all))
                    .call();
            assertThat(compiled).isTrue();
        }
        Path root = FOLDER.getRoot().toPath();
        try (Stream<Path> classes = Files.walk(root)) {
            names = classes.map(path -> root.relativize(path).toString())
                    .filter(name -> name.endsWith(".class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }

    @Test
    public void each_signature_has_the_hierarchy_modifiers_and_members_of_the_real_class() throws Exception {
        ClassLoader signatures = new OwnFirst(FOLDER.getRoot().toPath());
        Set<String> differences = new TreeSet<>();
        for (String name : names) {
            Class<?> written = Class.forName(name, false, signatures);
            assertThat(written.getClassLoader()).isSameAs(signatures);
            Class<?> real = Class.forName(name, false, getClass().getClassLoader());
            if (!written.isAnonymousClass()) {
                compare(written, real, differences);
            }
        }
        assertThat(differences)
                .as("signatures that differ; bin/jenkins-signatures writes them anew")
                .isEmpty();
    }

    @Test
    public void the_other_builds_manifest_names_the_same_dependencies() throws Exception {
        Path plugin = Path.of("target/test-classes/the.hpl");
        assertThat(plugin).isRegularFile();
        Manifest manifest;
        try (InputStream in = Files.newInputStream(plugin)) {
            manifest = new Manifest(in);
        }
        String pom = Files.readString(Path.of("local/pom.xml"));

        assertThat(pom)
                .contains("<plugin.dependencies>" + manifest.getMainAttributes().getValue("Plugin-Dependencies")
                        + "</plugin.dependencies>")
                .contains("<jenkins.version>" + manifest.getMainAttributes().getValue("Jenkins-Version")
                        + "</jenkins.version>");
    }

    private static void compare(Class<?> written, Class<?> real, Set<String> differences) {
        String name = written.getName();
        difference(name + " extends", name(written.getSuperclass()), name(real.getSuperclass()), differences);
        difference(name + " implements", names(written.getInterfaces()), names(real.getInterfaces()), differences);
        difference(
                name + " is",
                Modifier.toString(written.getModifiers() & SHAPE),
                Modifier.toString(real.getModifiers() & SHAPE),
                differences);
        Set<String> members = members(real);
        members(written).stream()
                .filter(member -> !members.contains(member))
                .forEach(member -> differences.add(name + " has no " + member));
    }

    private static Set<String> members(Class<?> type) {
        Stream<String> fields = Arrays.stream(type.getDeclaredFields())
                .filter(SignaturesTest::isVisible)
                .map(field -> shape(field) + field.getType().getName() + ' ' + field.getName());
        Stream<String> constructors = Arrays.stream(type.getDeclaredConstructors())
                .filter(SignaturesTest::isVisible)
                .map(each -> shape(each) + "new(" + names(each.getParameterTypes()) + ")" + thrown(each));
        Stream<String> methods = Arrays.stream(type.getDeclaredMethods())
                .filter(SignaturesTest::isVisible)
                .map(each -> shape(each)
                        + (each.isDefault() ? "default " : "")
                        + each.getReturnType().getName() + ' ' + each.getName()
                        + "(" + names(each.getParameterTypes()) + (each.isVarArgs() ? "..." : "") + ") throws "
                        + sorted(each.getExceptionTypes()));
        return Stream.of(fields, constructors, methods).flatMap(each -> each).collect(Collectors.toSet());
    }

    private static String thrown(Constructor<?> constructor) {
        return " throws " + sorted(constructor.getExceptionTypes());
    }

    private static String shape(Member member) {
        String words = Modifier.toString(member.getModifiers() & SHAPE & ~Modifier.INTERFACE);
        return words.isEmpty() ? "" : words + ' ';
    }

    private static boolean isVisible(Member member) {
        return !Modifier.isPrivate(member.getModifiers()) && !member.isSynthetic();
    }

    private static String sorted(Class<?>[] types) {
        return Arrays.stream(types).map(Class::getName).sorted().collect(Collectors.joining(", "));
    }

    private static String names(Class<?>[] types) {
        return Arrays.stream(types).map(Class::getName).collect(Collectors.joining(", "));
    }

    private static String name(Class<?> type) {
        return type == null ? "" : type.getName();
    }

    private static void difference(String what, String written, String real, Set<String> differences) {
        if (!written.equals(real)) {
            differences.add(what + " " + written + ", in truth " + real);
        }
    }

    /** The classes of a directory, before those of the tests. */
    private static final class OwnFirst extends ClassLoader {
        private final Path directory;

        OwnFirst(Path directory) {
            super(SignaturesTest.class.getClassLoader());
            this.directory = directory;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Path file = directory.resolve(name.replace('.', '/') + ".class");
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null || !Files.isRegularFile(file)) {
                    return loaded != null ? loaded : super.loadClass(name, resolve);
                }
                try {
                    byte[] bytes = Files.readAllBytes(file);
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
    }
}
