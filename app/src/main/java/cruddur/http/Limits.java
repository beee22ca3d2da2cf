package cruddur.http;

import java.time.Duration;

/// How long, and how many of them, a server bears clients that keep it waiting.
///
/// @param connections on each event loop; one costs some ten kilobytes
/// @param untilFirstRequest from when a connection is open until the head of a request is there
/// @param untilNextRequest the same, from an answer on
/// @param untilAnswer from when a request's head is there
/// @param whileRestIsRead how long an answered client may go on sending what nobody wants; if its
///   connection ended at once, it might never see the answer
public record Limits(
        int connections,
        Duration untilFirstRequest,
        Duration untilNextRequest,
        Duration untilAnswer,
        Duration whileRestIsRead) {

    /// The load balancers of Amazon keep connections for 60 s; 75 s are longer, so that it is they
    /// who close. All else that a request waits for gives up before 5 s.
    public static final Limits DEFAULT =
            new Limits(
                    2_000,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(75),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(2));
}
