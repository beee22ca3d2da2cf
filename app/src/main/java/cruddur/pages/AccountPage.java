package cruddur.pages;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;

/// The account of the signed-in person.
///
/// @param wanted the handle that the person asked for, if it was another one
/// @param hasNewPassword whether the person has just changed the password
public record AccountPage(
        Head head,
        Frame frame,
        String handle,
        String displayName,
        String email,
        Optional<String> wanted,
        boolean hasNewPassword) {

    static AccountPage of(Frame frame, RowSet<Row> rows, Optional<String> wanted, boolean hasNewPassword) {
        Row me = rows.iterator().next();
        return new AccountPage(
                Head.unlisted("Your account"),
                frame,
                me.getString("handle"),
                me.getString("display_name"),
                me.getString("email"),
                wanted,
                hasNewPassword);
    }
}
