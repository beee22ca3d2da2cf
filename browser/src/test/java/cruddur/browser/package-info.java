/// # browser
///
/// > The page as people get it: from a real server, in a real Chromium.
///
/// - One browser serves most tests, and [Browser#full] those that go back or need tabs; a [View] has the
/// settings that it emulates, and is passed to every [Browser#open].
/// - A [Visitor] uses an account like a person, and begins as a stranger.
/// - Out of scope: the wording of times, which is `pages`' and needs no browser.
@NullMarked
package cruddur.browser;

import org.jspecify.annotations.NullMarked;
