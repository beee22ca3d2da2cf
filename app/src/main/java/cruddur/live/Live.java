package cruddur.live;

import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;

/// The live stream of the home feed.
public final class Live {

    private static final String TYPE = "text/event-stream";

    private final Subscribers subscribers;
    private final Identity identity;

    public Live(Subscribers subscribers, Identity identity) {
        this.subscribers = subscribers;
        this.identity = identity;
    }

    /// Answers with a stream of new cruds and of changes of the newest ones; a person
    /// also of the numbers of their unread notifications and messages.
    public Future<Reply> home(Request request) {
        Optional<EventId> has = request.lastEventId().map(EventId::parse).or(() -> since(request));
        return identity.reader(request)
                .compose(reader -> subscribers
                        .ready()
                        .compose(_ -> subscribers.hiddenFrom(reader))
                        .map(hidden -> new Reply.Stream(TYPE, sink -> subscribers.open(sink, reader, hidden, has))));
    }

    /// Where a client begins that has read the feed at this time: it gets what it may have missed.
    private static Optional<EventId> since(Request request) {
        return request.query("since").map(Live::floor).map(floor -> new EventId(floor, Set.of()));
    }

    /// When the oldest crud was posted that may have become visible since.
    private static OffsetDateTime floor(String since) {
        try {
            return OffsetDateTime.parse(since).minus(Sent.LONGEST_WRITE);
        } catch (DateTimeException _) {
            throw new RefusedException(new Reply.Problem(
                    400, "since must be a time, like created_at of an activity: 2026-11-27T12:00:00Z."));
        }
    }
}
