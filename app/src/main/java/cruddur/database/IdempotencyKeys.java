package cruddur.database;

import cruddur.http.Reply;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;

/// The answer to a repeated idempotency key.
public final class IdempotencyKeys {

    private IdempotencyKeys() {}

    /// The answer of the first request, if this one is the same. 404 if the key was not used, because then the request
    /// itself found nothing.
    ///
    /// @param made at most one row: `by_same_request`, and `item`, which is null once what was made is gone
    public static Reply answer(RowSet<Row> made) {
        if (made.size() == 0) {
            return Reply.NOT_FOUND;
        }
        Row row = made.iterator().next();
        if (!row.getBoolean("by_same_request")) {
            return new Reply.Problem(
                    409, "This Idempotency-Key was used for another request within a day. Use a new one.");
        }
        return Optional.ofNullable(row.getBuffer("item"))
                .map(Reply::json)
                .orElseGet(() ->
                        new Reply.Problem(410, "What was made under this Idempotency-Key is gone. Use a new one."));
    }
}
