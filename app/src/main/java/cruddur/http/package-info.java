/// # http
///
/// > Accepts requests, finds their routes, writes the replies.
///
/// - A route is one line; a handler takes a `Request` and returns a `Reply`; only `Server` writes
///   replies.
/// - After any failure, the client gets a problem document with a sentence, never a stack trace or
///   another system's words.
/// - A client that prefers HTML gets the problem as a page. The rendering is passed in.
/// - A request that a proxy might read differently is 400, and the connection is closed:
///   `StrictDecoder`.
/// - Every request has a deadline, a body has a limit, and an idle connection is closed.
/// - Clients share connections and memory: each has its part of both, and always finds some left.
/// - Out of scope: what any route does, and PostgreSQL. TLS, HTTP/2, HTTP/3 and compression on the
///   fly: a proxy does them.
@NullMarked
package cruddur.http;

import org.jspecify.annotations.NullMarked;
