package io.jenkins.plugins.releasepipeline.jenkins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * What a POST says: the fields of a form, or a JSON object. Both have the same names, those of CodePipeline's API; of an
 * object of names and values a form has lines of {@code NAME=value}.
 */
abstract class RequestFields {
    static final int LONGEST = 64 << 10;
    private static final int MAX_BODY_BYTES = 4 << 20;
    private static final JsonMapper MAPPER = new JsonMapper();

    /** @throws WrongFieldException when the body is too long or no JSON object */
    static RequestFields of(StaplerRequest2 request) throws IOException {
        return isJson(request) ? new OfJson(body(request)) : new OfForm(request);
    }

    /** Whether the one who asks speaks JSON, and is to be answered so. */
    static boolean isJson(StaplerRequest2 request) {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json");
    }

    private static JsonNode body(StaplerRequest2 request) throws IOException {
        try (InputStream in = request.getInputStream()) {
            byte[] bytes = in.readNBytes(MAX_BODY_BYTES + 1);
            if (bytes.length > MAX_BODY_BYTES) {
                throw new WrongFieldException(413, Messages.RequestFields_long(MAX_BODY_BYTES));
            }
            JsonNode body = bytes.length == 0 ? JsonNodeFactory.instance.objectNode() : MAPPER.readTree(bytes);
            if (!body.isObject()) {
                throw new WrongFieldException(400, Messages.RequestFields_object());
            }
            return body;
        } catch (JsonProcessingException e) {
            throw new WrongFieldException(400, Messages.RequestFields_json(e.getOriginalMessage()));
        }
    }

    /** Empty when there is no such field. */
    final String text(String field) {
        return text(field, LONGEST);
    }

    /** @param longest how many characters are read at most */
    final String text(String field, int longest) {
        return bounded(field, value(field), longest).strip();
    }

    abstract String value(String field);

    /** An object of names and values; empty when there is no such field. */
    abstract Map<String, String> texts(String field);

    final String required(String field) {
        String value = text(field);
        if (value.isEmpty()) {
            throw new WrongFieldException(400, Messages.StagesAction_missing(field));
        }
        return value;
    }

    /** Empty when there is no such field. */
    final Optional<Instant> time(String field) {
        String value = text(field);
        try {
            return value.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(value));
        } catch (DateTimeException e) {
            throw new WrongFieldException(400, Messages.RequestFields_time(field, value));
        }
    }

    final boolean flag(String field) {
        return choice(field, Flag.class) == Flag.TRUE;
    }

    final <E extends Enum<E>> E choice(String field, Class<E> type) {
        String value = required(field);
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> each.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new WrongFieldException(
                        400, Messages.StagesAction_choice(field, Arrays.toString(type.getEnumConstants()), value)));
    }

    private static String bounded(String field, String value, int longest) {
        if (value.length() > longest) {
            throw new WrongFieldException(400, Messages.StagesAction_tooLong(field, value.length(), longest));
        }
        return value;
    }

    private enum Flag {
        TRUE,
        FALSE
    }

    private static final class OfForm extends RequestFields {
        private final StaplerRequest2 request;

        OfForm(StaplerRequest2 request) {
            this.request = request;
        }

        @Override
        String value(String field) {
            String value = request.getParameter(field);
            return value == null ? "" : value;
        }

        @Override
        Map<String, String> texts(String field) {
            Map<String, String> values = new LinkedHashMap<>();
            for (String line :
                    text(field).lines().filter(each -> !each.isBlank()).toList()) {
                int equals = line.indexOf('=');
                if (equals < 1) {
                    throw new WrongFieldException(400, Messages.StagesAction_line(field));
                }
                values.put(line.substring(0, equals).strip(), line.substring(equals + 1));
            }
            return values;
        }
    }

    private static final class OfJson extends RequestFields {
        private final JsonNode body;

        OfJson(JsonNode body) {
            this.body = body;
        }

        @Override
        String value(String field) {
            JsonNode value = body.path(field);
            if (value.isMissingNode() || value.isNull()) {
                return "";
            }
            if (!value.isTextual() && !value.isBoolean() && !value.isIntegralNumber()) {
                throw new WrongFieldException(400, Messages.RequestFields_string(field));
            }
            return value.asText();
        }

        @Override
        Map<String, String> texts(String field) {
            JsonNode object = body.path(field);
            if (!object.isMissingNode() && !object.isObject()) {
                throw new WrongFieldException(400, Messages.RequestFields_names(field));
            }
            Map<String, String> values = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> each : object.properties()) {
                if (!each.getValue().isTextual()) {
                    throw new WrongFieldException(400, Messages.RequestFields_string(field + "." + each.getKey()));
                }
                values.put(each.getKey(), bounded(field, each.getValue().asText(), LONGEST));
            }
            return values;
        }
    }
}
