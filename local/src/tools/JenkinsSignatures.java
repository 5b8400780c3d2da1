import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.File;
import java.io.IOException;
import java.lang.annotation.Inherited;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.IntersectionType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Writes {@code local/src/jenkins-api}: of each class that the package {@code jenkins} touches and that neither the JDK
 * nor Maven Central has, a signature without behaviour. The compiler itself, with the real classes, says which those are.
 *
 * <p>A signature has what is used of its class, all its abstract methods, and what overrides either: enough for {@code
 * jenkins} to compile exactly when it compiles with the real classes.
 *
 * <p>Arguments: the class path of the Jenkins build, the class path of the local build, the directory to write, and the
 * directories of sources. See {@code bin/jenkins-signatures}.
 */
final class JenkinsSignatures {
    private static final String OURS = "io.jenkins.plugins.releasepipeline";
    private static final String HOST = OURS + ".jenkins";
    private static final String HEADER =
            "// A signature, for the build without Jenkins' own artifacts. Written by bin/jenkins-signatures.\n";

    private final ClassLoader given;
    private final Set<TypeElement> types = new LinkedHashSet<>();
    private final Set<TypeElement> ours = new HashSet<>();
    private final Set<Element> members = new LinkedHashSet<>();
    private Elements elements;
    private Types typing;
    private Trees trees;

    private JenkinsSignatures(String localClassPath) {
        URL[] urls = Stream.of(localClassPath.split(File.pathSeparator))
                .map(path -> url(Path.of(path)))
                .toArray(URL[]::new);
        given = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(path.toString(), e);
        }
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 4) {
            System.err.println("usage: JenkinsSignatures JENKINS-CLASS-PATH LOCAL-CLASS-PATH DIRECTORY SOURCES...");
            System.exit(2);
        }
        List<Path> sources = new ArrayList<>();
        for (String root : Arrays.asList(arguments).subList(3, arguments.length)) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        new JenkinsSignatures(arguments[1]).write(arguments[0], sources, Path.of(arguments[2]));
    }

    private void write(String classPath, List<Path> sources, Path directory) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null,
                    files,
                    diagnostics,
                    List.of("-proc:none", "--release", "17", "-classpath", classPath),
                    null,
                    files.getJavaFileObjectsFromPaths(sources));
            Iterable<? extends CompilationUnitTree> units = task.parse();
            task.analyze();
            diagnostics.getDiagnostics().stream()
                    .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                    .forEach(System.err::println);
            if (diagnostics.getDiagnostics().stream().anyMatch(each -> each.getKind() == Diagnostic.Kind.ERROR)) {
                System.err.println("The sources do not compile with the real classes: nothing was written.");
                System.exit(1);
            }
            elements = task.getElements();
            typing = task.getTypes();
            trees = Trees.instance(task);
            for (CompilationUnitTree unit : units) {
                if (unit.getPackageName().toString().startsWith(HOST)) {
                    new Touched().scan(unit, null);
                }
            }
            complete();
            Map<Path, String> written = new TreeMap<>();
            for (TypeElement type : types) {
                if (type.getEnclosingElement().getKind() == ElementKind.PACKAGE) {
                    written.put(Path.of(type.getQualifiedName().toString().replace('.', '/') + ".java"), source(type));
                }
            }
            replace(directory, written);
            System.out.println(written.size() + " files in " + directory);
        }
    }

    private static void replace(Path directory, Map<Path, String> written) throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> old = Files.walk(directory)) {
            for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                boolean stays = written.containsKey(directory.relativize(path));
                if (Files.isRegularFile(path) ? !stays : isEmpty(path) && !path.equals(directory)) {
                    Files.delete(path);
                }
            }
        }
        for (Map.Entry<Path, String> file : written.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
                Files.writeString(path, file.getValue());
            }
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.findAny().isEmpty();
        }
    }

    /** What the sources name, call, extend, override or get from an expression. */
    private final class Touched extends TreePathScanner<Void, Void> {
        @Override
        public Void scan(Tree tree, Void nothing) {
            if (tree != null) {
                com.sun.source.util.TreePath path = getCurrentPath() == null
                        ? new com.sun.source.util.TreePath((CompilationUnitTree) tree)
                        : new com.sun.source.util.TreePath(getCurrentPath(), tree);
                Element element = trees.getElement(path);
                if (element != null) {
                    touch(element);
                }
                if (tree instanceof LambdaExpressionTree || tree instanceof MemberReferenceTree) {
                    TypeElement function = (TypeElement) typing.asElement(trees.getTypeMirror(path));
                    implemented(function);
                    supertypes(function).forEach(JenkinsSignatures.this::implemented);
                }
                if (tree instanceof ClassTree && element instanceof TypeElement type) {
                    overridden(type);
                }
            }
            return super.scan(tree, nothing);
        }
    }

    private void overridden(TypeElement ours) {
        touch(ours.asType());
        for (TypeElement above : supertypes(ours)) {
            implemented(above);
            for (ExecutableElement method : ElementFilter.methodsIn(ours.getEnclosedElements())) {
                for (ExecutableElement candidate : ElementFilter.methodsIn(above.getEnclosedElements())) {
                    if (elements.overrides(method, candidate, ours)) {
                        touch(candidate);
                    }
                }
            }
        }
    }

    private void touch(Element element) {
        switch (element.getKind()) {
            case CLASS, INTERFACE, ENUM, ANNOTATION_TYPE -> type((TypeElement) element);
            case METHOD, CONSTRUCTOR, FIELD, ENUM_CONSTANT -> member(element);
            case LOCAL_VARIABLE, PARAMETER, EXCEPTION_PARAMETER, BINDING_VARIABLE, RESOURCE_VARIABLE ->
                touch(element.asType());
            default -> {}
        }
    }

    private boolean isOurs(TypeElement type) {
        return elements.getBinaryName(type).toString().startsWith(OURS);
    }

    private boolean isForeign(TypeElement type) {
        String name = elements.getBinaryName(type).toString();
        return !isOurs(type) && given.getResource(name.replace('.', '/') + ".class") == null;
    }

    private void type(TypeElement type) {
        if (!isForeign(type) || !types.add(type)) {
            return;
        }
        if (type.getKind() == ElementKind.RECORD
                || type.getKind() != ElementKind.ENUM && type.getModifiers().contains(Modifier.SEALED)) {
            throw new IllegalStateException("cannot write a signature of a record or a sealed class yet: " + type);
        }
        if (type.getEnclosingElement() instanceof TypeElement outer) {
            type(outer);
        }
        touch(type.getSuperclass());
        type.getInterfaces().forEach(this::touch);
        type.getTypeParameters().forEach(each -> each.getBounds().forEach(this::touch));
        annotations(type).forEach(each -> touch(each.getAnnotationType()));
        for (Element member : type.getEnclosedElements()) {
            boolean needed = type.getKind() == ElementKind.ANNOTATION_TYPE
                    || type.getKind() == ElementKind.ENUM
                            && member.getModifiers().contains(Modifier.ABSTRACT);
            if (member.getKind() == ElementKind.ENUM_CONSTANT || needed && member.getKind() == ElementKind.METHOD) {
                member(member);
            }
        }
    }

    /** Somebody implements it: a class of ours, or a lambda. */
    private void implemented(TypeElement type) {
        touch(type.asType());
        ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                .filter(each -> each.getModifiers().contains(Modifier.ABSTRACT))
                .forEach(this::member);
    }

    private static boolean isPublicOrProtected(Element member) {
        return member.getModifiers().contains(Modifier.PUBLIC)
                || member.getModifiers().contains(Modifier.PROTECTED);
    }

    private void member(Element member) {
        TypeElement owner = (TypeElement) member.getEnclosingElement();
        if (member.getKind() != ElementKind.ENUM_CONSTANT && !isForeign(owner)) {
            signature(member);
            return;
        }
        type(owner);
        boolean implied = owner.getKind() == ElementKind.ENUM
                && (member.getSimpleName().contentEquals("values")
                        || member.getSimpleName().contentEquals("valueOf"));
        if (!implied && isForeign(owner) && members.add(member)) {
            signature(member);
        }
    }

    private void signature(Element member) {
        if (member instanceof ExecutableElement method) {
            touch(method.getReturnType());
            method.getAnnotationMirrors().stream()
                    .filter(JenkinsSignatures::isNullness)
                    .forEach(each -> touch(each.getAnnotationType()));
            method.getParameters().forEach(each -> touch(each.asType()));
            method.getThrownTypes().forEach(this::touch);
            method.getTypeParameters().forEach(each -> each.getBounds().forEach(this::touch));
        } else {
            touch(member.asType());
        }
    }

    private void touch(TypeMirror mirror) {
        if (mirror instanceof DeclaredType declared) {
            TypeElement element = (TypeElement) declared.asElement();
            if (isForeign(element)) {
                type(element);
            } else if (isOurs(element) && ours.add(element)) {
                touch(element.getSuperclass());
                element.getInterfaces().forEach(this::touch);
            }
            declared.getTypeArguments().forEach(this::touch);
        } else if (mirror instanceof ArrayType array) {
            touch(array.getComponentType());
        } else if (mirror instanceof WildcardType wildcard) {
            Optional.ofNullable(wildcard.getExtendsBound()).ifPresent(this::touch);
            Optional.ofNullable(wildcard.getSuperBound()).ifPresent(this::touch);
        } else if (mirror instanceof IntersectionType intersection) {
            intersection.getBounds().forEach(this::touch);
        }
    }

    /** Adds what overrides something that has been added, and a constructor to each class, until nothing is missing. */
    private void complete() {
        int before;
        do {
            before = types.size() + members.size();
            for (TypeElement type : List.copyOf(types)) {
                overriding(type);
                if (type.getKind() == ElementKind.CLASS && constructors(type).isEmpty()) {
                    simplest(type).ifPresent(this::member);
                }
                for (ExecutableElement constructor : constructors(type)) {
                    superConstructor(constructor).ifPresent(this::member);
                }
            }
        } while (types.size() + members.size() > before);
    }

    private void overriding(TypeElement type) {
        List<TypeElement> above = supertypes(type);
        for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
            if (members.contains(method)
                    || method.getModifiers().contains(Modifier.STATIC)
                    || method.getModifiers().contains(Modifier.PRIVATE)) {
                continue;
            }
            boolean needed = above.stream()
                    .flatMap(each -> ElementFilter.methodsIn(each.getEnclosedElements()).stream())
                    .filter(each -> each.getSimpleName().equals(method.getSimpleName()))
                    .filter(each -> members.contains(each)
                            || each.getModifiers().contains(Modifier.ABSTRACT)
                                    && !isForeign((TypeElement) each.getEnclosingElement()))
                    .anyMatch(each -> elements.overrides(method, each, type));
            if (needed) {
                member(method);
            }
        }
    }

    private List<TypeElement> supertypes(TypeElement type) {
        Set<TypeElement> found = new LinkedHashSet<>();
        collect(type.asType(), found);
        found.remove(type);
        return List.copyOf(found);
    }

    private void collect(TypeMirror mirror, Set<TypeElement> found) {
        for (TypeMirror above : typing.directSupertypes(mirror)) {
            if (above instanceof DeclaredType declared && found.add((TypeElement) declared.asElement())) {
                collect(above, found);
            }
        }
    }

    private List<ExecutableElement> constructors(TypeElement type) {
        return ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
                .filter(members::contains)
                .toList();
    }

    private static Optional<ExecutableElement> simplest(TypeElement type) {
        return ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
                .min(Comparator.<ExecutableElement, Boolean>comparing(
                                each -> each.getModifiers().contains(Modifier.PRIVATE))
                        .thenComparing(each -> each.getThrownTypes().size())
                        .thenComparing(each -> each.getParameters().size()));
    }

    /** The constructor above that a signature's constructor calls; empty when that is the one without parameters. */
    private Optional<ExecutableElement> superConstructor(ExecutableElement constructor) {
        TypeElement type = (TypeElement) constructor.getEnclosingElement();
        if (type.getKind() != ElementKind.CLASS || !(type.getSuperclass() instanceof DeclaredType above)) {
            return Optional.empty();
        }
        TypeElement parent = (TypeElement) above.asElement();
        boolean samePackage = elements.getPackageOf(type).equals(elements.getPackageOf(parent));
        List<TypeMirror> allowed = List.copyOf(constructor.getThrownTypes());
        return ElementFilter.constructorsIn(parent.getEnclosedElements()).stream()
                .filter(each -> isPublicOrProtected(each)
                        || samePackage && !each.getModifiers().contains(Modifier.PRIVATE)
                        || outermost(parent).equals(outermost(type)))
                .filter(each -> each.getThrownTypes().stream()
                        .allMatch(thrown -> allowed.stream().anyMatch(ours -> typing.isSubtype(thrown, ours))))
                .min(Comparator.comparing(each -> each.getParameters().size()));
    }

    private static Element outermost(Element element) {
        Element each = element;
        while (each.getEnclosingElement().getKind() != ElementKind.PACKAGE) {
            each = each.getEnclosingElement();
        }
        return each;
    }

    /** Of a type's annotations those that a compiler or an annotation processor reads. */
    private List<AnnotationMirror> annotations(TypeElement type) {
        return type.getAnnotationMirrors().stream()
                .map(AnnotationMirror.class::cast)
                .filter(each -> {
                    TypeElement annotation =
                            (TypeElement) each.getAnnotationType().asElement();
                    return !isForeign(annotation)
                            || isIndexing(annotation)
                            || annotation.getAnnotation(Inherited.class) != null
                                    && annotation.getAnnotationMirrors().stream()
                                            .map(meta ->
                                                    meta.getAnnotationType().asElement())
                                            .anyMatch(JenkinsSignatures::isIndexing);
                })
                .toList();
    }

    private static boolean isIndexing(Element annotation) {
        return annotation.getSimpleName().contentEquals("Indexable")
                || annotation.getSimpleName().contentEquals("Indexed");
    }

    private String annotation(AnnotationMirror mirror) {
        String values = mirror.getElementValues().entrySet().stream()
                .map(each -> each.getKey().getSimpleName() + " = " + value(each.getValue()))
                .collect(Collectors.joining(", "));
        return "@" + name(mirror.getAnnotationType()) + (values.isEmpty() ? "" : "(" + values + ")");
    }

    private String value(AnnotationValue value) {
        if (value.getValue() instanceof VariableElement constant) {
            return name(constant.asType()) + '.' + constant.getSimpleName();
        }
        if (value.getValue() instanceof TypeMirror type) {
            return name(typing.erasure(type)) + ".class";
        }
        if (value.getValue() instanceof AnnotationMirror nested) {
            return annotation(nested);
        }
        if (value.getValue() instanceof List<?> list) {
            return list.stream().map(each -> value((AnnotationValue) each)).collect(Collectors.joining(", ", "{", "}"));
        }
        return elements.getConstantExpression(value.getValue());
    }

    private String source(TypeElement type) {
        StringBuilder text = new StringBuilder(HEADER)
                .append("package ")
                .append(elements.getPackageOf(type).getQualifiedName())
                .append(";\n\n");
        declaration(type, "", text);
        return text.toString();
    }

    private void declaration(TypeElement type, String indent, StringBuilder text) {
        for (AnnotationMirror annotation : annotations(type)) {
            text.append(indent).append(annotation(annotation)).append('\n');
        }
        Set<Modifier> modifiers = EnumSet.noneOf(Modifier.class);
        modifiers.addAll(type.getModifiers());
        if (type.getKind() != ElementKind.CLASS) {
            modifiers.removeAll(EnumSet.of(Modifier.ABSTRACT, Modifier.FINAL, Modifier.STATIC, Modifier.SEALED));
        }
        if (type.getEnclosingElement() instanceof TypeElement outer
                && outer.getKind().isInterface()) {
            modifiers.removeAll(EnumSet.of(Modifier.PUBLIC, Modifier.STATIC));
        }
        text.append(indent).append(words(modifiers)).append(kind(type)).append(type.getSimpleName());
        text.append(parameters(type.getTypeParameters()));
        if (type.getKind() == ElementKind.CLASS
                && !type.getSuperclass().toString().equals("java.lang.Object")) {
            text.append(" extends ").append(name(type.getSuperclass()));
        }
        List<? extends TypeMirror> interfaces =
                type.getKind() == ElementKind.ANNOTATION_TYPE ? List.of() : type.getInterfaces();
        if (!interfaces.isEmpty()) {
            text.append(type.getKind() == ElementKind.INTERFACE ? " extends " : " implements ")
                    .append(names(interfaces));
        }
        text.append(" {\n");
        body(type, indent + "    ", text);
        text.append(indent).append("}\n");
    }

    private static String kind(TypeElement type) {
        return switch (type.getKind()) {
            case INTERFACE -> "interface ";
            case ENUM -> "enum ";
            case ANNOTATION_TYPE -> "@interface ";
            default -> "class ";
        };
    }

    private void body(TypeElement type, String indent, StringBuilder text) {
        String implemented = ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                .filter(each -> each.getModifiers().contains(Modifier.ABSTRACT))
                .map(each -> method(each, "", false).replace("\n", " "))
                .collect(Collectors.joining());
        String constantBody = type.getModifiers().contains(Modifier.SEALED) ? " { " + implemented + "}" : "";
        List<String> constants = type.getEnclosedElements().stream()
                .filter(each -> each.getKind() == ElementKind.ENUM_CONSTANT)
                .map(each -> each.getSimpleName() + constantBody)
                .toList();
        if (type.getKind() == ElementKind.ENUM) {
            text.append(indent).append(String.join(", ", constants)).append(";\n");
        }
        for (VariableElement field : ElementFilter.fieldsIn(type.getEnclosedElements())) {
            if (members.contains(field) && field.getKind() == ElementKind.FIELD) {
                text.append(field(field, indent));
            }
        }
        if (type.getKind() == ElementKind.CLASS) {
            constructors(type).forEach(constructor -> text.append(constructor(constructor, indent)));
        }
        for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
            if (members.contains(method)) {
                text.append(method(method, indent, method.getModifiers().contains(Modifier.ABSTRACT)));
            }
        }
        ElementFilter.typesIn(type.getEnclosedElements()).stream()
                .filter(types::contains)
                .sorted(Comparator.comparing(each -> each.getSimpleName().toString()))
                .forEach(each -> {
                    text.append('\n');
                    declaration(each, indent, text);
                });
    }

    private String field(VariableElement field, String indent) {
        Set<Modifier> modifiers = EnumSet.noneOf(Modifier.class);
        modifiers.addAll(field.getModifiers());
        if (((TypeElement) field.getEnclosingElement()).getKind().isInterface()) {
            modifiers.clear();
        }
        String value = "";
        if (field.getConstantValue() != null) {
            value = " = " + elements.getConstantExpression(field.getConstantValue());
        } else if (field.getModifiers().contains(Modifier.FINAL)) {
            // Not null or 0 as such: the compiler must not take it for a constant.
            value = " = (new " + name(typing.erasure(field.asType())) + "[1])[0]";
        }
        return deprecated(field, indent) + indent + words(modifiers) + name(field.asType()) + ' '
                + field.getSimpleName() + value + ";\n";
    }

    private String constructor(ExecutableElement constructor, String indent) {
        TypeElement owner = (TypeElement) constructor.getEnclosingElement();
        String arguments = superConstructor(constructor)
                .map(above -> (ExecutableType) typing.asMemberOf((DeclaredType) owner.getSuperclass(), above))
                .map(above ->
                        above.getParameterTypes().stream().map(this::nothing).collect(Collectors.joining(", ")))
                .orElse("");
        return deprecated(constructor, indent)
                + indent + words(constructor.getModifiers()) + parameters(constructor.getTypeParameters(), " ")
                + constructor.getEnclosingElement().getSimpleName() + arguments(constructor) + " {"
                + (arguments.isEmpty() ? "" : " super(" + arguments + "); ") + "}\n";
    }

    private String nothing(TypeMirror type) {
        return switch (type.getKind()) {
            case BOOLEAN -> "false";
            case BYTE, SHORT, CHAR, INT, LONG, FLOAT, DOUBLE -> "(" + type + ") 0";
            default -> "(" + name(type) + ") null";
        };
    }

    private String method(ExecutableElement method, String indent, boolean isAbstract) {
        TypeElement owner = (TypeElement) method.getEnclosingElement();
        boolean inInterface = owner.getKind().isInterface();
        Set<Modifier> modifiers = EnumSet.noneOf(Modifier.class);
        modifiers.addAll(method.getModifiers());
        if (!isAbstract) {
            modifiers.remove(Modifier.ABSTRACT);
        }
        modifiers.removeAll(EnumSet.of(Modifier.SYNCHRONIZED, Modifier.NATIVE, Modifier.STRICTFP));
        if (inInterface) {
            modifiers.removeAll(EnumSet.of(Modifier.PUBLIC, Modifier.ABSTRACT));
        }
        String end = isAbstract ? ";" : " { throw null; }";
        if (method.getDefaultValue() != null) {
            end = " default " + value(method.getDefaultValue()) + ";";
        }
        return deprecated(method, indent)
                + nullness(method, indent)
                + indent + words(modifiers) + parameters(method.getTypeParameters(), " ")
                + name(method.getReturnType()) + ' ' + method.getSimpleName() + arguments(method) + end + "\n";
    }

    private String deprecated(Element element, String indent) {
        return elements.isDeprecated(element) ? indent + "@Deprecated\n" : "";
    }

    /** Also for the compiler: it copies them to the bridges in subclasses. */
    private String nullness(ExecutableElement method, String indent) {
        return method.getAnnotationMirrors().stream()
                .filter(JenkinsSignatures::isNullness)
                .map(each -> indent + annotation(each) + "\n")
                .collect(Collectors.joining());
    }

    private static boolean isNullness(AnnotationMirror mirror) {
        return mirror.getAnnotationType().toString().startsWith("edu.umd.cs.findbugs.annotations.")
                && mirror.getElementValues().isEmpty();
    }

    private String arguments(ExecutableElement method) {
        List<String> parameters = new ArrayList<>();
        for (VariableElement parameter : method.getParameters()) {
            boolean last = parameters.size() == method.getParameters().size() - 1;
            String type = name(parameter.asType());
            if (last && method.isVarArgs()) {
                type = type.substring(0, type.length() - 2) + "...";
            }
            parameters.add(type + " p" + parameters.size());
        }
        String thrown = method.getThrownTypes().isEmpty() ? "" : " throws " + names(method.getThrownTypes());
        return "(" + String.join(", ", parameters) + ")" + thrown;
    }

    private String parameters(List<? extends TypeParameterElement> parameters, String... after) {
        if (parameters.isEmpty()) {
            return "";
        }
        return parameters.stream()
                .map(each -> {
                    String bounds = each.getBounds().stream()
                            .map(this::name)
                            .filter(bound -> !bound.equals("java.lang.Object")
                                    || each.getBounds().size() > 1)
                            .collect(Collectors.joining(" & "));
                    return each.getSimpleName() + (bounds.isEmpty() ? "" : " extends " + bounds);
                })
                .collect(Collectors.joining(", ", "<", ">" + String.join("", after)));
    }

    private String names(List<? extends TypeMirror> mirrors) {
        return mirrors.stream().map(this::name).collect(Collectors.joining(", "));
    }

    /** A type as it is written in a source: without annotations, all names in full. */
    private String name(TypeMirror mirror) {
        if (mirror instanceof DeclaredType declared) {
            String raw = declared.getEnclosingType().getKind() == TypeKind.DECLARED
                            && !((DeclaredType) declared.getEnclosingType())
                                    .getTypeArguments()
                                    .isEmpty()
                    ? name(declared.getEnclosingType())
                            + '.'
                            + declared.asElement().getSimpleName()
                    : ((TypeElement) declared.asElement()).getQualifiedName().toString();
            return declared.getTypeArguments().isEmpty() ? raw : raw + '<' + names(declared.getTypeArguments()) + '>';
        }
        if (mirror instanceof ArrayType array) {
            return name(array.getComponentType()) + "[]";
        }
        if (mirror instanceof TypeVariable variable) {
            return variable.asElement().getSimpleName().toString();
        }
        if (mirror instanceof WildcardType wildcard) {
            return wildcard.getExtendsBound() != null
                    ? "? extends " + name(wildcard.getExtendsBound())
                    : wildcard.getSuperBound() != null ? "? super " + name(wildcard.getSuperBound()) : "?";
        }
        return mirror.getKind().name().toLowerCase(Locale.ROOT);
    }

    private static String words(Set<Modifier> modifiers) {
        return modifiers.stream().sorted().map(each -> each + " ").collect(Collectors.joining());
    }
}
