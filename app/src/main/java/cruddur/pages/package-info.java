/// # pages
///
/// > The page as the browser first gets it: complete, readable without JavaScript.
///
/// - Templates and everything else of the page are under `web/`; the templates escape what they
///   print.
/// - Out of scope: what changes on the page once it is there, which is JavaScript's.
@NullMarked
package cruddur.pages;

import org.jspecify.annotations.NullMarked;
