package cruddur.pages;

import cruddur.http.Form;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Where a new crud is written.
///
/// @param key under which it is posted once
/// @param error why it was refused
public record Composer(String message, String ttl, String key, Optional<String> error) {

    /// How long a crud may live.
    ///
    /// @param ttl as the API names it
    public record Life(String ttl, String words) {}

    private static final List<Life> LIVES =
            List.of(
                    new Life("30-days", "30 days"),
                    new Life("7-days", "7 days"),
                    new Life("3-days", "3 days"),
                    new Life("1-day", "1 day"),
                    new Life("12-hours", "12 hours"),
                    new Life("3-hours", "3 hours"),
                    new Life("1-hour", "1 hour"));

    private static final String DEFAULT_TTL = "7-days";

    static Composer empty() {
        return new Composer("", DEFAULT_TTL, newKey(), Optional.empty());
    }

    /// What somebody wrote, and nothing else of what they sent. Browsers send a line break as two
    /// characters; people count one.
    static Form written(Form sent) {
        return new Form(
                Map.of(
                        "message", sent.text("message").replace("\r\n", "\n"),
                        "ttl", sent.text("ttl"),
                        "key", sent.text("key")));
    }

    /// With what somebody wrote.
    static Composer refused(Form crud, String error) {
        return new Composer(crud.text("message"), crud.text("ttl"), newKey(), Optional.of(error));
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    public List<Life> lives() {
        return LIVES;
    }
}
