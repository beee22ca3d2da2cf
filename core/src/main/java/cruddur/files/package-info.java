/// # files
///
/// > Finds what is not Java: the schema, the queries, the page.
///
/// - Out of scope: what the files mean, and any file that a user owns.
@NullMarked
package cruddur.files;

import org.jspecify.annotations.NullMarked;
