/// # rendering
///
/// > Renders the contract, `api/openapi.yaml`, as HTML for the page about the API. The build runs it.
///
/// - The HTML contains only what is in the document.
/// - Out of scope: the frame of the page, which the server renders.
@NullMarked
package cruddur.reference.rendering;

import org.jspecify.annotations.NullMarked;
