package io.jenkins.plugins.releasepipeline.jenkins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import hudson.model.Descriptor;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jenkinsci.plugins.structs.SymbolLookup;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;

/**
 * Things of any plugin, made from the configuration of an action: which one by its symbol, and its parameters by their names. A
 * value that begins with <code>{</code> or {@code [} is JSON, where an object with {@code $symbol} is again such a thing; all
 * others are text that becomes what the parameter is.
 */
final class SymbolConfiguration<T> {
    private static final JsonMapper JSON = new JsonMapper();
    static final String SYMBOL = "$symbol";

    private final String what;
    private final Class<T> type;
    private final Collection<? extends Descriptor<?>> descriptors;

    /**
     * @param what what a person calls such a thing
     * @param type what has to be made
     * @param descriptors those of which some make it
     */
    SymbolConfiguration(String what, Class<T> type, Collection<? extends Descriptor<?>> descriptors) {
        this.what = what;
        this.type = type;
        this.descriptors = descriptors;
    }

    /** The symbols that there are, or where a thing has none, the names of classes; sorted. */
    List<String> symbols() {
        return List.copyOf(classes().keySet());
    }

    private TreeMap<String, Class<?>> classes() {
        TreeMap<String, Class<?>> classes = new TreeMap<>();
        for (Descriptor<?> descriptor : descriptors) {
            if (type.isAssignableFrom(descriptor.clazz)) {
                Set<String> symbols = SymbolLookup.getSymbolValue(descriptor);
                (symbols.isEmpty() ? Set.of(descriptor.clazz.getSimpleName()) : symbols)
                        .forEach(symbol -> classes.putIfAbsent(symbol, descriptor.clazz));
            }
        }
        return classes;
    }

    /**
     * Makes one. That runs code of a plugin with whatever the definition says, by the authority of this thread: it is for an
     * action that begins, and for nobody who only looks.
     *
     * @throws ActionFailure of type ConfigurationError when there is none with that symbol, or a parameter is wrong
     */
    T make(String symbol, Map<String, String> parameters) {
        Class<?> found = find(symbol);
        Map<String, Object> arguments = arguments(parameters);
        check(symbol, found, arguments);
        try {
            return type.cast(DescribableModel.of(found).instantiate(arguments, null));
        } catch (RuntimeException | LinkageError e) {
            throw cannotBeMade(symbol, e);
        }
    }

    /** What is wrong, as far as it can be known without making one; empty when nothing is. */
    Optional<String> problem(String symbol, Map<String, String> parameters) {
        try {
            check(symbol, find(symbol), arguments(parameters));
            return Optional.empty();
        } catch (ActionFailure e) {
            return Optional.of(e.getMessage());
        }
    }

    private Class<?> find(String symbol) {
        return Optional.ofNullable(classes().get(symbol))
                .orElseThrow(() -> wrong("There is no " + what + " '" + symbol + "' in this Jenkins; there are "
                        + String.join(", ", symbols())));
    }

    private void check(String symbol, Class<?> found, Map<String, Object> arguments) {
        try {
            new ModelCheck(what + " '" + symbol + "'").check(found, arguments);
            DescribableParameter sole = DescribableModel.of(found).getSoleRequiredParameter();
            if (sole != null && !arguments.containsKey(sole.getName())) {
                throw wrong("The " + what + " '" + symbol + "' needs the parameter '" + sole.getName() + "'");
            }
        } catch (ActionFailure e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw cannotBeMade(symbol, e);
        }
    }

    private ActionFailure cannotBeMade(String symbol, Throwable e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return wrong("The " + what + " '" + symbol + "' cannot be made like this: "
                + (cause.getMessage() == null ? cause : cause.getMessage()));
    }

    private static Map<String, Object> arguments(Map<String, String> parameters) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        parameters.forEach((name, text) -> arguments.put(name, value(name, text)));
        return arguments;
    }

    private static Object value(String key, String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
            return text;
        }
        try {
            return things(JSON.readValue(stripped, Object.class));
        } catch (JsonProcessingException e) {
            throw wrong("The parameter '" + key + "' begins as JSON and is none: " + e.getOriginalMessage());
        }
    }

    private static Object things(Object json) {
        if (json instanceof List<?> list) {
            List<Object> things = new ArrayList<>();
            list.forEach(each -> things.add(things(each)));
            return things;
        }
        if (!(json instanceof Map<?, ?> map)) {
            return json;
        }
        Map<String, Object> arguments = new LinkedHashMap<>();
        map.forEach((key, each) -> arguments.put(String.valueOf(key), things(each)));
        Object symbol = arguments.remove(SYMBOL);
        if (arguments.containsKey(DescribableModel.CLAZZ)) {
            throw wrong(DescribableModel.CLAZZ + " is not taken; write " + SYMBOL);
        }
        return symbol == null ? arguments : new UninstantiatedDescribable(String.valueOf(symbol), null, arguments);
    }

    private static ActionFailure wrong(String message) {
        return new ActionFailure(FailureType.ConfigurationError, message);
    }
}
