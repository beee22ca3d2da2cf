/// # pages
///
/// > The pages as the browser first gets them: complete, readable without JavaScript.
///
/// - Templates and assets are under `web/`; the templates escape their values.
/// - An error of a form is shown beside its field, and the field keeps its value, except passwords.
/// - A page that only one person may see is not stored, and signing out makes the browser drop the
///   pages that it kept in its history.
/// - Out of scope: changes of a page after it is loaded, which are the work of `web/js`.
@NullMarked
package cruddur.pages;

import org.jspecify.annotations.NullMarked;
