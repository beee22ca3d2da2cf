/// # pages
///
/// > The page as the browser first gets it: complete, readable without JavaScript.
///
/// - Templates and everything else of the page are under `web/`; the templates escape what they
///   print.
/// - What a form refuses stands beside the field, and what was typed stays in it, but for
///   passwords.
/// - A page that only one person may see is not stored, and signing out has the browser forget the
///   ones that it kept to go back to.
/// - Out of scope: what changes on the page once it is there. There is no JavaScript in `web/` at
///   present.
@NullMarked
package cruddur.pages;

import org.jspecify.annotations.NullMarked;
