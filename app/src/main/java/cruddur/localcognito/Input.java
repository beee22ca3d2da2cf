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

/// What a request says, read into the types it must have.
record Input(JsonObject fields) {

    private static final int LONGEST_USERNAME = 128;
    private static final int LONGEST = 2048;

    static Input of(Buffer body) {
        try {
            return new Input(new JsonObject(body));
        } catch (DecodeException | ClassCastException _) {
            throw new CognitoException("SerializationException", "The body is no JSON object");
        }
    }

    /// A text that must be there.
    String text(String name) {
        return optionalText(name).filter(text -> !text.isEmpty()).orElseThrow(() -> missing(name));
    }

    Optional<String> optionalText(String name) {
        return Optional.ofNullable(fields.getValue(name)).map(value -> text(name, value));
    }

    private static String text(String name, Object value) {
        if (!(value instanceof String text)) {
            throw new CognitoException("SerializationException", name + " must be a string");
        }
        if (text.length() > LONGEST) {
            throw constraint(name, "Member must have length less than or equal to " + LONGEST);
        }
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw constraint(name, "Member must be text without NUL and lone surrogates");
        }
        return text;
    }

    /// An address or what was typed for one, in lower case.
    String username(String name) {
        String username = text(name).toLowerCase(Locale.ROOT);
        if (username.length() > LONGEST_USERNAME) {
            throw constraint(
                    name, "Member must have length less than or equal to " + LONGEST_USERNAME);
        }
        return username;
    }

    OptionalInt number(String name) {
        return switch (fields.getValue(name)) {
            case null -> OptionalInt.empty();
            case Integer number -> OptionalInt.of(number);
            default ->
                    throw new CognitoException(
                            "SerializationException", name + " must be a number");
        };
    }

    Input object(String name) {
        return switch (fields.getValue(name)) {
            case null -> throw missing(name);
            case JsonObject object -> new Input(object);
            default ->
                    throw new CognitoException(
                            "SerializationException", name + " must be an object");
        };
    }

    /// An array of names and values as one object.
    Input attributes(String name) {
        Map<String, Object> attributes = new HashMap<>();
        for (Object each : array(name)) {
            if (!(each instanceof JsonObject pair)) {
                throw new CognitoException("SerializationException", name + " holds no attributes");
            }
            Input attribute = new Input(pair);
            attributes.put(attribute.text("Name"), attribute.optionalText("Value").orElse(""));
        }
        return new Input(new JsonObject(attributes));
    }

    /// Empty if it is not said.
    JsonArray array(String name) {
        return switch (fields.getValue(name)) {
            case null -> new JsonArray();
            case JsonArray array -> array;
            default ->
                    throw new CognitoException("SerializationException", name + " must be a list");
        };
    }

    private static CognitoException missing(String name) {
        return constraint(name, "Member must not be null");
    }

    static CognitoException constraint(String name, String constraint) {
        return CognitoException.invalidParameter(
                "1 validation error detected: Value at '"
                        + shown(name)
                        + "' failed to satisfy constraint: "
                        + constraint);
    }

    /// Cognito says `username` for `Username`, and `USERNAME` for what is written so.
    private static String shown(String name) {
        return name.equals(name.toUpperCase(Locale.ROOT))
                ? name
                : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
