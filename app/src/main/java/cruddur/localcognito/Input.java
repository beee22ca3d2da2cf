package cruddur.localcognito;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The fields of a request, parsed into their types.
record Input(JsonObject fields) {

    private static final int LONGEST_USERNAME = 128;
    private static final int LONGEST = 2048;

    static Input of(Buffer body) {
        try {
            return new Input(new JsonObject(body));
        } catch (DecodeException | ClassCastException _) {
            throw new CognitoError("SerializationException", "The body is no JSON object");
        }
    }

    /// A required text.
    String text(String name) {
        return optionalText(name).filter(text -> !text.isEmpty()).orElseThrow(() -> missing(name));
    }

    Optional<String> optionalText(String name) {
        return Optional.ofNullable(fields.getValue(name)).map(value -> text(name, value));
    }

    private static String text(String name, Object value) {
        if (!(value instanceof String text)) {
            throw new CognitoError("SerializationException", name + " must be a string");
        }
        if (text.length() > LONGEST) {
            throw constraint(name, "Member must have length less than or equal to " + LONGEST);
        }
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw constraint(name, "Member must be text without NUL and lone surrogates");
        }
        return text;
    }

    /// A user name, which is an address, in lower case.
    String username(String name) {
        String username = text(name).toLowerCase(Locale.ROOT);
        if (username.length() > LONGEST_USERNAME) {
            throw constraint(name, "Member must have length less than or equal to " + LONGEST_USERNAME);
        }
        return username;
    }

    OptionalInt number(String name) {
        return switch (fields.getValue(name)) {
            case null -> OptionalInt.empty();
            case Integer number -> OptionalInt.of(number);
            default -> throw new CognitoError("SerializationException", name + " must be a number");
        };
    }

    Input object(String name) {
        return optionalObject(name).orElseThrow(() -> missing(name));
    }

    Optional<Input> optionalObject(String name) {
        return switch (fields.getValue(name)) {
            case null -> Optional.empty();
            case JsonObject object -> Optional.of(new Input(object));
            default -> throw new CognitoError("SerializationException", name + " must be an object");
        };
    }

    /// An array of names and values as one object.
    Input attributes(String name) {
        Map<String, Object> attributes = new HashMap<>();
        for (Object each : array(name)) {
            if (!(each instanceof JsonObject pair)) {
                throw new CognitoError("SerializationException", name + " holds no attributes");
            }
            Input attribute = new Input(pair);
            attributes.put(
                    attribute.text("Name"), attribute.optionalText("Value").orElse(""));
        }
        return new Input(new JsonObject(attributes));
    }

    /// A list; empty if the field is missing.
    JsonArray array(String name) {
        return switch (fields.getValue(name)) {
            case null -> new JsonArray();
            case JsonArray array -> array;
            default -> throw new CognitoError("SerializationException", name + " must be a list");
        };
    }

    private static CognitoError missing(String name) {
        return constraint(name, "Member must not be null");
    }

    static CognitoError constraint(String name, String constraint) {
        return CognitoError.invalidParameter("1 validation error detected: Value at '"
                + shown(name)
                + "' failed to satisfy constraint: "
                + constraint);
    }

    /// Cognito writes `username` for `Username`, and leaves `USERNAME` unchanged.
    private static String shown(String name) {
        return name.equals(name.toUpperCase(Locale.ROOT))
                ? name
                : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
