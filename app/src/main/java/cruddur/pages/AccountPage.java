package cruddur.pages;

import io.vertx.sqlclient.Row;
import java.util.Optional;

/// The account of the signed-in person.
///
/// @param wanted the handle that the person asked for, if it was another one
/// @param hasNewPassword whether the person has just changed the password
/// @param isOperator whether there is a dashboard for the person
public record AccountPage(
        Head head,
        Frame frame,
        String handle,
        String displayName,
        String email,
        Optional<String> wanted,
        boolean hasNewPassword,
        boolean isOperator) {

    static AccountPage of(Frame frame, Row me, Optional<String> wanted, boolean hasNewPassword, boolean isOperator) {
        return new AccountPage(
                Head.unlisted("Your account"),
                frame,
                me.getString("handle"),
                me.getString("display_name"),
                me.getString("email"),
                wanted,
                hasNewPassword,
                isOperator);
    }
}
