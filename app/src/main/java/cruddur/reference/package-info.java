/// # reference
///
/// > The API's contract, `api/openapi.yaml`: as a document for programs, and as a page for people.
///
/// - The page contains only what is in the document, and the tests check the server against that.
/// - Out of scope: the routes themselves.
@NullMarked
package cruddur.reference;

import org.jspecify.annotations.NullMarked;
