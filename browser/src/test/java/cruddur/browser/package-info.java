/// # browser
///
/// > The page as people get it: from a real server, in a real Chromium.
///
/// - One browser serves all tests; a [View] says what it pretends to be, and is told at every
///   [Browser#open].
/// - A [Visitor] does what people do with an account, and begins as a stranger.
/// - Out of scope: what the page says about which time, which is `pages`' and needs no browser.
@NullMarked
package cruddur.browser;

import org.jspecify.annotations.NullMarked;
