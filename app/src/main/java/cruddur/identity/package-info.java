/// # identity
///
/// > Identifies the person who sends a request.
///
/// - A person is identified by a token that the user pool signed, or by the cookie of a session, and by
///   nothing else in a request. A token takes precedence.
/// - Without either, the client is a stranger; a bad token is refused, except where a handler asks for
///   `readerOrStranger`.
/// - If a token's key cannot be fetched, the answer is 503 and not 401, because 401 would sign the
///   person out.
/// - Keys are fetched and signatures checked on virtual threads, never on an event loop.
/// - Out of scope: what a person may do; making tokens.
@NullMarked
package cruddur.identity;

import org.jspecify.annotations.NullMarked;
