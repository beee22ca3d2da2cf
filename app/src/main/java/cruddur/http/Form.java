package cruddur.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What somebody filled in: texts by the names of their fields.
///
/// @param fields what is neither a text nor yes or no (`true`, `false`) is not among them
public record Form(Map<String, String> fields) {

    private static final int MAXIMUM_FIELDS = 32;

    private static final Reply UNREADABLE =
            new Reply.Problem(
                    400,
                    "What was sent cannot be kept: it must be a form or a JSON object in UTF-8, without NUL characters or lone surrogates.");

    /// A JSON object.
    public static Form ofJson(Buffer body) {
        try {
            Map<String, String> fields = new HashMap<>();
            new JsonObject(body)
                    .forEach(
                            field -> {
                                if (field.getValue() instanceof String
                                        || field.getValue() instanceof Boolean) {
                                    fields.put(field.getKey(), field.getValue().toString());
                                }
                            });
            return checked(fields);
        } catch (DecodeException | ClassCastException _) {
            throw new RefusedException(UNREADABLE);
        }
    }

    /// What a browser sends. Of several fields of the same name, it is the first.
    public static Form of(Buffer body) {
        try {
            Map<String, String> fields = new HashMap<>();
            new QueryStringDecoder(
                            body.toString(StandardCharsets.UTF_8),
                            StandardCharsets.UTF_8,
                            false,
                            MAXIMUM_FIELDS)
                    .parameters()
                    .forEach(
                            (String name, List<String> values) ->
                                    fields.put(name, values.getFirst()));
            return checked(fields);
        } catch (IllegalArgumentException _) {
            throw new RefusedException(UNREADABLE);
        }
    }

    private static Form checked(Map<String, String> fields) {
        if (!fields.values().stream().allMatch(Form::isText)) {
            throw new RefusedException(UNREADABLE);
        }
        return new Form(fields);
    }

    private static boolean isText(String value) {
        return value.codePoints()
                .noneMatch(
                        point ->
                                point == 0
                                        || (point >= Character.MIN_SURROGATE
                                                && point <= Character.MAX_SURROGATE));
    }

    /// As it was filled in; empty if it was not.
    public String text(String name) {
        return fields.getOrDefault(name, "");
    }

    /// Without the spaces around it that come along when something is pasted.
    public String word(String name) {
        return text(name).strip();
    }

    /// The digits of what people type or paste as a code.
    public String digits(String name) {
        return text(name).replaceAll("[^0-9]", "");
    }

    /// These fields as a JSON object, for what takes one; the same fields are the same bytes.
    public Buffer json() {
        return new JsonObject(new TreeMap<>(fields)).toBuffer();
    }

    /// Passwords do not belong into a log.
    @Override
    public String toString() {
        return "Form" + fields.keySet();
    }
}
