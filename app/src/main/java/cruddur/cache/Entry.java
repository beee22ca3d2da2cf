package cruddur.cache;

import cruddur.http.Freshness;
import cruddur.http.Reply;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// An answer in the cache. Times are those of `System.nanoTime`.
///
/// @param fresh the reply to the request whose query it was
/// @param aged the reply to other requests
/// @param sentAt when the query was sent, or a little before
/// @param sharedFor the nanoseconds from then for which other requests get it
/// @param validFor the nanoseconds from then until the first activity inside expires
/// @param isKept whether requests get it that did not wait for it
/// @param bytes the memory that it takes, at most
/// @param time of the database, whose current state it is; empty for that of a replica
record Entry(
        Future<Reply> fresh,
        Future<Reply> aged,
        long sentAt,
        long sharedFor,
        long validFor,
        boolean isKept,
        int bytes,
        Optional<DatabaseTime> time) {

    private static final Duration LONGEST = Duration.ofSeconds(1);

    /// What is not counted: objects, headers, and the entry's place in the cache.
    private static final int OBJECTS = 1024;

    /// `Age` is in whole seconds. A cache in front of this server must take an answer that is not new for a second old,
    /// or it would keep it for a second more.
    private static final Map<String, String> AGED = Map.of("Age", "1");

    static Entry of(Reply reply, long sentAt) {
        return reply instanceof Reply.Cacheable cacheable
                ? of(cacheable.prepared(), cacheable.freshness(), sentAt)
                : notKept(Future.succeededFuture(reply), sentAt);
    }

    /// A failure, or a reply that no cache may keep.
    static Entry notKept(Future<Reply> reply, long sentAt) {
        return new Entry(reply, reply, sentAt, LONGEST.toNanos(), Long.MAX_VALUE, false, OBJECTS, Optional.empty());
    }

    private static Entry of(Reply prepared, Freshness freshness, long sentAt) {
        Duration validFor = freshness.validFor();
        Duration sharedFor = freshness.until(LONGEST.minus(freshness.age())).validFor();
        long valid = validFor.compareTo(LONGEST) < 0 ? validFor.toNanos() : Long.MAX_VALUE;
        Reply fresh = with(prepared, forCaches(sharedFor));
        return new Entry(
                Future.succeededFuture(fresh),
                Future.succeededFuture(with(fresh, AGED)),
                sentAt,
                sharedFor.toNanos(),
                valid,
                true,
                OBJECTS + bytes(prepared),
                time(freshness, sentAt));
    }

    private static Optional<DatabaseTime> time(Freshness freshness, long sentAt) {
        return freshness
                .databaseNow()
                .filter(_ -> freshness.age().isZero())
                .map(now -> new DatabaseTime(now.toInstant(), sentAt, System.nanoTime()));
    }

    /// An answer of another server, whose query was sent in the second before this server asked for it.
    ///
    /// @param left how long it lives from when this server asked
    static Entry fromShared(Reply.Static document, long askedAt, Duration left) {
        long life = LONGEST.plus(left).toNanos();
        Future<Reply> aged = Future.succeededFuture(with(document, AGED));
        return new Entry(
                aged, aged, askedAt - LONGEST.toNanos(), life, life, true, OBJECTS + bytes(document), Optional.empty());
    }

    /// For caches in front of this server, not for browsers (RFC 9213).
    private static Map<String, String> forCaches(Duration sharedFor) {
        return Map.of("CDN-Cache-Control", "max-age=" + Math.max(0, sharedFor.toSeconds()));
    }

    private static Reply with(Reply prepared, Map<String, String> more) {
        if (!(prepared instanceof Reply.Static document)) {
            return prepared;
        }
        Map<String, String> headers = new HashMap<>(document.document().headers());
        headers.putAll(more);
        return document.with(headers);
    }

    /// Its compressed form is shorter, and may be made later.
    private static int bytes(Reply prepared) {
        return prepared instanceof Reply.Static document
                ? 2 * document.document().body().length()
                : 0;
    }

    /// Whether a request may get it.
    ///
    /// @param cameAt when the request came
    boolean answers(long cameAt, long now) {
        return now - sentAt < (isFreshFor(cameAt) ? validFor : sharedFor);
    }

    Future<Reply> replyTo(long cameAt) {
        return isFreshFor(cameAt) ? fresh : aged;
    }

    /// Whether the query was sent after the request came, as without a cache.
    boolean isFreshFor(long cameAt) {
        return sentAt - cameAt >= 0;
    }

    /// What other servers may get; empty if it is no document.
    Optional<Reply.Document> document() {
        return isKept && fresh.result() instanceof Reply.Static made ? Optional.of(made.document()) : Optional.empty();
    }

    /// How long it lives from when its query was sent.
    Duration life() {
        return Duration.ofNanos(sharedFor);
    }

    /// The time for which the cache keeps it.
    Duration left(long now) {
        return isKept ? Duration.ofNanos(Math.max(0, sharedFor - (now - sentAt))) : Duration.ZERO;
    }
}
