package io.jenkins.plugins.releasepipeline.jenkins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import hudson.model.Descriptor;
import hudson.util.Secret;
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
import java.util.stream.Collectors;
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
    private static final String SYMBOL = "$symbol";

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
     * Makes one.
     *
     * @throws ActionFailure of type ConfigurationError when there is none with that symbol, or a parameter is wrong
     */
    T make(String symbol, Map<String, String> parameters) {
        Class<?> found = Optional.ofNullable(classes().get(symbol))
                .orElseThrow(() -> wrong("There is no " + what + " '" + symbol + "' in this Jenkins; there are "
                        + String.join(", ", symbols())));
        try {
            DescribableModel<?> model = DescribableModel.of(found);
            Map<String, Object> arguments = new LinkedHashMap<>();
            for (Map.Entry<String, String> each : parameters.entrySet()) {
                DescribableParameter parameter = model.getParameter(each.getKey());
                if (parameter == null) {
                    throw wrong("The " + what + " '" + symbol + "' has no parameter '" + each.getKey() + "'; it has "
                            + model.getParameters().stream()
                                    .map(DescribableParameter::getName)
                                    .collect(Collectors.joining(", ")));
                }
                if (Secret.class.isAssignableFrom(parameter.getErasedType())) {
                    throw wrong("The parameter '" + each.getKey() + "' of the " + what + " '" + symbol
                            + "' is a secret, which no definition may hold");
                }
                arguments.put(each.getKey(), value(each.getKey(), each.getValue()));
            }
            DescribableParameter sole = model.getSoleRequiredParameter();
            if (sole != null && !arguments.containsKey(sole.getName())) {
                throw wrong("The " + what + " '" + symbol + "' needs the parameter '" + sole.getName() + "'");
            }
            return type.cast(model.instantiate(arguments, null));
        } catch (ActionFailure e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw wrong("The " + what + " '" + symbol + "' cannot be made like this: "
                    + (cause.getMessage() == null ? cause : cause.getMessage()));
        }
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
