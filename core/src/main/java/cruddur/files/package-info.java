/// # files
///
/// > Finds files that are not Java: the schema, the queries, the pages.
///
/// - Out of scope: the content of the files, and any file that a user owns.
@NullMarked
package cruddur.files;

import org.jspecify.annotations.NullMarked;
