package cruddur.lambda;

import cruddur.json.Json;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The parts of Cognito's confirmation event that the function needs.
///
/// @param strings every string in the event, by its JSON pointer
record Event(Map<String, String> strings) {

    static final String SIGNED_UP = "PostConfirmation_ConfirmSignUp";

    /// The trigger for a new password of a person who was confirmed before.
    static final String CHANGED_PASSWORD = "PostConfirmation_ConfirmForgotPassword";

    /// PostgreSQL's text cannot contain NUL or half of a surrogate pair.
    private static final Pattern UNSTORABLE = Pattern.compile("[\\x00\\p{Cs}]");

    static Event read(byte[] json) {
        try {
            return new Event(Json.strings(json));
        } catch (IOException _) {
            throw new ConfirmationException("The event is not JSON");
        }
    }

    String triggerSource() {
        return strings.getOrDefault("/triggerSource", "");
    }

    /// Cognito's id of the person.
    String sub() {
        return attribute("sub")
                .filter(sub -> !sub.isBlank())
                .orElseThrow(() -> new ConfirmationException("The event names no person: it has no sub"));
    }

    Optional<String> name() {
        return attribute("name");
    }

    Optional<String> email() {
        return attribute("email");
    }

    /// The wanted handle.
    Optional<String> handle() {
        return attribute("preferred_username");
    }

    /// Whether this handle differs from the wanted one.
    boolean differs(String given) {
        return handle().filter(wanted -> !wanted.equals(given)).isPresent();
    }

    private Optional<String> attribute(String name) {
        return Optional.ofNullable(strings.get("/request/userAttributes/" + name))
                .map(value -> UNSTORABLE.matcher(value).replaceAll(""));
    }
}
