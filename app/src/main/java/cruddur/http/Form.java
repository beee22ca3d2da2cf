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

/// The fields of a form: texts by name.
///
/// @param fields booleans are the texts `true` and `false`; values of other types are left out
public record Form(Map<String, String> fields) {

    private static final int MAXIMUM_FIELDS = 32;

    private static final Reply UNREADABLE = new Reply.Problem(
            400, "The body must be a form or a JSON object in UTF-8, without NUL characters or lone surrogates.");

    /// A JSON object.
    public static Form ofJson(Buffer body) {
        try {
            Map<String, String> fields = new HashMap<>();
            new JsonObject(body).forEach(field -> {
                if (field.getValue() instanceof String || field.getValue() instanceof Boolean) {
                    fields.put(field.getKey(), field.getValue().toString());
                }
            });
            return checked(fields);
        } catch (DecodeException | ClassCastException _) {
            throw new RefusedException(UNREADABLE);
        }
    }

    /// A form as browsers send it. Of several fields with the same name, the first counts.
    public static Form of(Buffer body) {
        try {
            Map<String, String> fields = new HashMap<>();
            new QueryStringDecoder(body.toString(StandardCharsets.UTF_8), StandardCharsets.UTF_8, false, MAXIMUM_FIELDS)
                    .parameters()
                    .forEach((String name, List<String> values) -> fields.put(name, values.getFirst()));
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
                        point -> point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE));
    }

    /// The text of a field; empty if the field is missing.
    public String text(String name) {
        return fields.getOrDefault(name, "");
    }

    /// The text without surrounding spaces, which people paste by accident.
    public String word(String name) {
        return text(name).strip();
    }

    /// The digits of a code, as people type or paste it.
    public String digits(String name) {
        return text(name).replaceAll("[^0-9]", "");
    }

    /// The same form with one more field.
    public Form with(String name, String value) {
        Map<String, String> all = new HashMap<>(fields);
        all.put(name, value);
        return new Form(all);
    }

    /// The fields as a JSON object; the same fields give the same bytes.
    public Buffer json() {
        return new JsonObject(new TreeMap<>(fields)).toBuffer();
    }

    /// Without the values, because passwords must not get into a log.
    @Override
    public String toString() {
        return "Form" + fields.keySet();
    }
}
