/// # identity
///
/// > Who is asking.
///
/// - A person is known by a token that the user pool signed or by the cookie of a session, and by
///   nothing else in a request. A token beats the cookie.
/// - Neither is a stranger; a bad token is refused, except where a handler asks for
///   `readerOrStranger`.
/// - A token whose key cannot be fetched now is neither good nor bad: 503, because 401 would sign
///   its person out.
/// - Keys are fetched and signatures checked on virtual threads, never on an event loop.
/// - Out of scope: what a person may do; making tokens.
@NullMarked
package cruddur.identity;

import org.jspecify.annotations.NullMarked;
