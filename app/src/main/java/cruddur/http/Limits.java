package cruddur.http;

import java.time.Duration;

/// The limits in time and number for slow clients.
///
/// @param connections on each event loop; one costs some ten kilobytes
/// @param bytes of unanswered requests and of answers that were not read yet, of all clients; in
///   Java's heap they may take three times as much
/// @param untilFirstRequest from the opening of a connection to the head of its first request
/// @param untilNextRequest from an answer to the head of the next request
/// @param untilAnswer from a request's head to its answer
/// @param whileRestIsRead time in which an answered client may finish sending its request; if its
///   connection closed at once, it might not read the answer
public record Limits(
        int connections,
        long bytes,
        Duration untilFirstRequest,
        Duration untilNextRequest,
        Duration untilAnswer,
        Duration whileRestIsRead) {

    /// The same for another number of connections on each event loop.
    public Limits withConnections(int other) {
        return new Limits(other, bytes, untilFirstRequest, untilNextRequest, untilAnswer, whileRestIsRead);
    }

    /// Amazon's load balancers keep connections for 60 s. 75 s are longer, so the balancer closes first.
    /// All other waits of a request end within 5 s.
    public static final Limits DEFAULT = new Limits(
            2_000,
            16 * 1024 * 1024,
            Duration.ofSeconds(10),
            Duration.ofSeconds(75),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2));
}
