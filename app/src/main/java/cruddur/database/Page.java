package cruddur.database;

import cruddur.http.Freshness;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/// A list or a part of one, or an object that contains one, as PostgreSQL wrote it.
///
/// @param items JSON: an array, or for a document an object (`{}` if there is none); or a feed
/// @param next the position of the rest; empty at the end of the list
/// @param freshness counted from PostgreSQL's time when the query ran
public record Page(Buffer items, Optional<Cursor> next, Freshness freshness) {}
