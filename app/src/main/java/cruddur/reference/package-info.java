/// # reference
///
/// > The API's contract, `api/openapi.yaml`: as it is for programs, and as a page for people.
///
/// - The page says nothing that is not in the document, and the tests hold the server to that.
/// - Out of scope: what the routes do.
@NullMarked
package cruddur.reference;

import org.jspecify.annotations.NullMarked;
