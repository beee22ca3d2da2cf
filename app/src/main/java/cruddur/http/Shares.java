package cruddur.http;

import java.time.InstantSource;

/// What the event loops of a server share: the resources of its clients, whether it is about to stop, and the time.
///
/// @param clients distinguishes the clients
/// @param connections how many there may be; behind a trusted proxy, a client's requests under way count instead
/// @param streams how many of them may be answers that go on
/// @param bytes of requests that are not answered yet, and of answers that were not read yet
public record Shares(
        Clients clients,
        RateLimit rateLimit,
        Budget connections,
        Budget streams,
        Budget bytes,
        Drain drain,
        HttpDate date) {

    /// Of the connections; the others are left for requests that end.
    private static final double STREAMS = 0.75;

    /// Shares of which nothing is taken yet.
    ///
    /// @param loops the number of event loops
    public static Shares of(Clients clients, RateLimit rateLimit, Limits limits, int loops) {
        long connections = (long) limits.connections() * loops;
        return new Shares(
                clients,
                rateLimit,
                new Budget(connections),
                new Budget((long) (connections * STREAMS)),
                new Budget(limits.bytes()),
                new Drain(),
                new HttpDate(InstantSource.system()));
    }

    /// The same with another clock.
    public Shares dated(HttpDate other) {
        return new Shares(clients, rateLimit, connections, streams, bytes, drain, other);
    }
}
