package cruddur.localcognito;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A mail of the pool. The only text in it that a client has sent is a name of one short line.
///
/// @param code the one in the text, if there is one
public record Letter(
        String to, String subject, String text, @Nullable String code, Instant sentAt) {

    /// The mail of a row of `mails`; empty if it has no recipient, or its code no longer works.
    static Optional<Letter> of(Row mail) {
        if (mail.getString("email") == null) {
            return Optional.empty();
        }
        PoolAccount account = PoolAccount.of(mail);
        Optional<String> code = Optional.ofNullable(mail.getString("code"));
        return switch (mail.getString("kind")) {
            case "sign_up" -> code.map(each -> toConfirm(account, each));
            case "reset" -> code.map(each -> toReset(account, each));
            default -> Optional.of(toWarn(account));
        };
    }

    static Letter toConfirm(PoolAccount account, String code) {
        return new Letter(
                account.email(), "Welcome to Cruddur", """
                Hello %s,

                Good that you are here. This is your code: %s

                It works for a day. If you did not sign up at Cruddur, ignore this mail.
                """.formatted(account.name(), code), code, Instant.now());
    }

    static Letter toReset(PoolAccount account, String code) {
        return new Letter(
                account.email(),
                "A new password for Cruddur",
                """
                Hello %s,

                This code lets you choose a new password: %s

                It works for an hour. If you did not ask for it, ignore this mail: your password stays as it is.
                """.formatted(account.name(), code),
                code,
                Instant.now());
    }

    private static Letter toWarn(PoolAccount account) {
        return new Letter(
                account.email(), "Wrong passwords at Cruddur", """
                Hello %s,

                Many wrong passwords were tried for your account today, and none of them was right. If that goes on, only
                computers and phones that you have signed in with before can sign in for the rest of the day; any other can
                after you have chosen a new password there, with the code that Cruddur mails you.

                If your password is one that others could guess, or that you use elsewhere, choose a new one.
                """.formatted(account.name()), null, Instant.now());
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
