package cruddur.localcognito;

import io.vertx.core.json.JsonObject;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// A mail with a code.
///
/// @param code the one in the text
public record Letter(String to, String subject, String text, String code, Instant sentAt) {

    static Letter toConfirm(Person person, String code) {
        return new Letter(
                person.email(),
                "Welcome to Cruddur",
                """
                Hello %s,

                good that you are here. This is your code: %s

                It works for a day. If you did not sign up at Cruddur, forget this mail, and we will, too.
                """
                        .formatted(person.name(), code),
                code,
                Instant.now());
    }

    static Letter toReset(Person person, String code) {
        return new Letter(
                person.email(),
                "A new password for Cruddur",
                """
                Hello %s,

                this code lets you choose a new password: %s

                It works for an hour. If you did not ask for it, all is well: your password stays as it is.
                """
                        .formatted(person.name(), code),
                code,
                Instant.now());
    }

    JsonObject json() {
        return JsonObject.of(
                "to",
                to,
                "subject",
                subject,
                "text",
                text,
                "code",
                code,
                "sent_at",
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(sentAt.atOffset(ZoneOffset.UTC)));
    }
}
