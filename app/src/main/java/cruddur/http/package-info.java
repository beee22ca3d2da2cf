/// # http
///
/// > Takes requests, finds their route, writes the reply.
///
/// - A route is a line; a handler takes a `Request` and answers a `Reply`; `Server` is the only
///   class that writes.
/// - Whatever fails, the client gets a problem document with a sentence, never a stack trace or
///   another system's words.
/// - Every request has a deadline, a body has a limit; a connection that asks for nothing has an
///   end.
/// - Out of scope: what any route does, and PostgreSQL. TLS, HTTP/2, HTTP/3 and compression on the
///   fly: a proxy does them.
@NullMarked
package cruddur.http;

import org.jspecify.annotations.NullMarked;
