package cruddur.sql;

import io.vertx.core.buffer.Buffer;

import java.util.Optional;

/// A part of a list.
///
/// @param items a JSON array, as PostgreSQL wrote it
/// @param next where the rest begins; empty at the list's end
public record Page(Buffer items, Optional<Cursor> next) {}
