/// # reference
///
/// > The API's contract, `api/openapi.yaml`: as a document for programs, and as a page for people.
///
/// - The build renders the content of the page (`cruddur.reference.rendering`) from the document alone,
///   and the tests check the server against that.
/// - Out of scope: the routes themselves.
@NullMarked
package cruddur.reference;

import org.jspecify.annotations.NullMarked;
