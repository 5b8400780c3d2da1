package io.jenkins.plugins.releasepipeline.jenkins;

import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.Secret;
import io.jenkins.plugins.releasepipeline.action.ActionFailure;
import io.jenkins.plugins.releasepipeline.action.FailureType;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.structs.SymbolLookup;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;

/**
 * Holds values against the models of the things that are to be made of them: names, types, symbols, and that no secret is text.
 * It makes none of these things, so that looking at a definition runs no code of theirs.
 */
final class ModelCheck {
    private static final Map<Class<?>, Function<String, Number>> NUMBERS = Map.ofEntries(
            Map.entry(byte.class, Byte::valueOf),
            Map.entry(Byte.class, Byte::valueOf),
            Map.entry(short.class, Short::valueOf),
            Map.entry(Short.class, Short::valueOf),
            Map.entry(int.class, Integer::valueOf),
            Map.entry(Integer.class, Integer::valueOf),
            Map.entry(long.class, Long::valueOf),
            Map.entry(Long.class, Long::valueOf),
            Map.entry(float.class, Float::valueOf),
            Map.entry(Float.class, Float::valueOf),
            Map.entry(double.class, Double::valueOf),
            Map.entry(Double.class, Double::valueOf));

    private final String thing;

    /** @param thing what the values are for, as a person calls it */
    ModelCheck(String thing) {
        this.thing = thing;
    }

    /** @throws ActionFailure of type ConfigurationError when there is no such parameter, or a value cannot be its */
    void check(Class<?> type, Map<String, ?> arguments) {
        check("", type, arguments);
    }

    private void check(String place, Class<?> type, Map<String, ?> arguments) {
        DescribableModel<?> model = DescribableModel.of(type);
        arguments.forEach((name, value) -> {
            DescribableParameter parameter = model.getParameter(name);
            if (parameter == null) {
                throw wrong("The " + thing + " has no parameter '" + place + name + "'; it has "
                        + model.getParameters().stream()
                                .map(each -> place + each.getName())
                                .collect(Collectors.joining(", ")));
            }
            value(place + name, parameter.getRawType(), value);
        });
    }

    private void value(String name, Type type, Object value) {
        Class<?> erased = erased(type);
        if (Secret.class.isAssignableFrom(erased)) {
            throw wrong("The parameter '" + name + "' of the " + thing + " is a secret, which no definition may hold");
        }
        if (value instanceof List<?> list) {
            Optional<Type> element = element(type, erased);
            if (element.isEmpty() && !erased.isInstance(list)) {
                throw wrong("The parameter '" + name + "' of the " + thing + " must not be a list");
            }
            element.ifPresent(of -> list.forEach(each -> value(name, of, each)));
        } else if (value instanceof UninstantiatedDescribable made) {
            check(name + ".", implementation(name, erased, made.getSymbol()), made.getArguments());
        } else if (erased.isInstance(value)) {
            return;
        } else if (value instanceof Map<?, ?> map) {
            if (Modifier.isAbstract(erased.getModifiers())) {
                throw wrong("The parameter '" + name + "' of the " + thing + " must say what it is by "
                        + SymbolConfiguration.SYMBOL);
            }
            Map<String, Object> arguments = new LinkedHashMap<>();
            map.forEach((key, each) -> arguments.put(String.valueOf(key), each));
            check(name + ".", erased, arguments);
        } else if (value instanceof String text) {
            text(name, erased, text);
        }
    }

    private Class<?> implementation(String name, Class<?> erased, String symbol) {
        Descriptor<?> descriptor = SymbolLookup.get().findDescriptor(erased, symbol);
        if (descriptor == null) {
            throw wrong("The parameter '" + name + "' of the " + thing + " cannot be '" + symbol + "': there is no "
                    + erased.getSimpleName() + " of that symbol in this Jenkins");
        }
        return descriptor.clazz;
    }

    private void text(String name, Class<?> erased, String text) {
        Optional<String> needed = Optional.empty();
        if (erased.isEnum()) {
            List<String> constants = Arrays.stream(erased.getEnumConstants())
                    .map(each -> ((Enum<?>) each).name())
                    .toList();
            needed = Optional.of("one of " + String.join(", ", constants)).filter(any -> !constants.contains(text));
        } else if (NUMBERS.containsKey(erased)) {
            needed = Optional.of("a number").filter(any -> !isNumber(erased, text));
        } else if (element(erased, erased).isPresent()) {
            needed = Optional.of("a list, as JSON");
        } else if (Describable.class.isAssignableFrom(erased)) {
            needed = Optional.of("an object, as JSON");
        }
        needed.ifPresent(what -> {
            throw wrong("The parameter '" + name + "' of the " + thing + " is '" + text + "'; it must be " + what);
        });
    }

    private static boolean isNumber(Class<?> type, String text) {
        try {
            NUMBERS.get(type).apply(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Optional<Type> element(Type type, Class<?> erased) {
        if (erased.isArray()) {
            return Optional.of(
                    type instanceof GenericArrayType array
                            ? array.getGenericComponentType()
                            : erased.getComponentType());
        }
        if (!Collection.class.isAssignableFrom(erased)) {
            return Optional.empty();
        }
        return Optional.of(
                type instanceof ParameterizedType of && of.getActualTypeArguments().length > 0
                        ? of.getActualTypeArguments()[0]
                        : Object.class);
    }

    private static Class<?> erased(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType of) {
            return erased(of.getRawType());
        }
        if (type instanceof GenericArrayType array) {
            return Array.newInstance(erased(array.getGenericComponentType()), 0).getClass();
        }
        Type[] bounds = type instanceof WildcardType wild
                ? wild.getUpperBounds()
                : type instanceof TypeVariable<?> variable ? variable.getBounds() : new Type[0];
        return bounds.length == 0 ? Object.class : erased(bounds[0]);
    }

    private static ActionFailure wrong(String message) {
        return new ActionFailure(FailureType.ConfigurationError, message);
    }
}
