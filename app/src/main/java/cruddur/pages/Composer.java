package cruddur.pages;

import cruddur.http.Form;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The form for a new crud, a reply, or a message to a person.
///
/// @param target the address that the form is sent to, and its labels
/// @param key the idempotency key of what is written
/// @param error the reason why it was refused
public record Composer(Target target, String message, String ttl, String key, Optional<String> error) {

    /// What a composer is for.
    ///
    /// @param action the path that the form is sent to
    /// @param maximum the number of characters that are accepted
    /// @param hasLifetime whether the author chooses a lifetime; a reply expires with its crud
    public record Target(
            String action, String label, String placeholder, String button, int maximum, boolean hasLifetime) {}

    /// A lifetime of a crud.
    ///
    /// @param ttl the name of the lifetime in the API
    public record Lifetime(String ttl, String words) {}

    /// The field that holds the uuid of the activity that a reply answers.
    static final String REPLY_TO = "reply_to";

    private static final Target CRUD = new Target("/", "Your crud", "What will not last?", "Crud it", 280, true);

    public static final List<Lifetime> LIVES = List.of(
            new Lifetime("30-days", "30 days"),
            new Lifetime("7-days", "7 days"),
            new Lifetime("3-days", "3 days"),
            new Lifetime("1-day", "1 day"),
            new Lifetime("12-hours", "12 hours"),
            new Lifetime("3-hours", "3 hours"),
            new Lifetime("1-hour", "1 hour"));

    private static final String DEFAULT_TTL = "7-days";

    private static final String MESSAGE_TTL = "30-days";

    static Composer empty() {
        return new Composer(CRUD, "", DEFAULT_TTL, newKey(), Optional.empty());
    }

    /// The form for a reply to an activity.
    static Composer replying(Card card) {
        return new Composer(replyTo(card), "", DEFAULT_TTL, newKey(), Optional.empty());
    }

    private static Target replyTo(Card card) {
        return new Target(card.address(), "Your reply", "Reply while it lasts", "Reply", 1024, false);
    }

    /// The form for a message to a person.
    static Composer writingTo(Portrait other) {
        Target message =
                new Target("/messages" + other.address(), "Your message", "Say it while it lasts", "Send", 1024, true);
        return new Composer(message, "", MESSAGE_TTL, newKey(), Optional.empty());
    }

    /// The text of a submitted form, and none of its other fields. Browsers send a line break as
    /// two characters; people count one.
    static Form written(Form sent) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "message", sent.text("message").replace("\r\n", "\n"),
                "ttl", sent.text("ttl"),
                "key", sent.text("key")));
        if (!sent.text(REPLY_TO).isEmpty()) {
            fields.put(REPLY_TO, sent.text(REPLY_TO));
        }
        return new Form(fields);
    }

    /// The form with this text.
    Composer refused(Form crud, String reason) {
        return new Composer(target, crud.text("message"), crud.text("ttl"), newKey(), Optional.of(reason));
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }
}
