package cruddur.pages;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

import java.util.Optional;

/// Who one is here.
///
/// @param wanted the handle that one asked for, if it was another one
public record AccountPage(
        String handle, String displayName, String email, Optional<String> wanted) {

    static AccountPage of(RowSet<Row> rows, Optional<String> wanted) {
        Row me = rows.iterator().next();
        return new AccountPage(
                me.getString("handle"),
                me.getString("display_name"),
                me.getString("email"),
                wanted);
    }
}
