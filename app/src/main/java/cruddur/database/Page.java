package cruddur.database;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;

/// A list or a part of one, or an object that contains one, as PostgreSQL wrote it.
///
/// @param items JSON: an array, or for a document an object (`{}` if there is none); or a feed
/// @param next the position of the rest; empty at the end of the list
/// @param validFor from PostgreSQL's time when the query ran to the first expiry of an activity inside
public record Page(Buffer items, Optional<Cursor> next, Duration validFor) {

    /// A document whose object does not exist.
    static final Page NOTHING = new Page(Buffer.buffer("{}"), Optional.empty(), Validity.FOREVER);
}
