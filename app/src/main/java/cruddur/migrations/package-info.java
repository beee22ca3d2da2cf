/// # migrations
///
/// > Applies the files of `db/migrations` to a database, and rolls them back.
///
/// - A migration and the row that records it commit in one transaction; a lock lets one migrator
///   work at a time.
/// - A file that changed after it was applied is reported, and nothing is applied on top of it.
/// - Out of scope: writing `db/schema.sql`, which must give the same catalog (`MigrationsTest`).
@NullMarked
package cruddur.migrations;

import org.jspecify.annotations.NullMarked;
