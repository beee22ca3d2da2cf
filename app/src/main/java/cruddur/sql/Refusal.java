package cruddur.sql;

import cruddur.http.Reply;

import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// The one place where what PostgreSQL refuses, or the way to it, becomes an answer.
///
/// Passes on none of PostgreSQL's own words: they may hold values, and they name what is nobody's
/// business.
public final class Refusal {

    private static final System.Logger LOG = System.getLogger(Refusal.class.getName());

    /// Serialization failure, deadlock.
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

    private static final String WITHOUT_SCHEMA =
            "The database has no schema, or an older one. If it has none, load it with: cruddur db schema-load. If it has an older one: cruddur db migrate";

    private static final String OLDER_SCHEMA =
            "The schema of the database is older than this server. Bring it up to date with: cruddur db migrate";

    private static final String WITHOUT_RIGHTS =
            "The database does not let this server use a table. Say the grants again, as docs/operations.md has them";

    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(1);
    private static final AtomicLong LAST_SAID =
            new AtomicLong(System.nanoTime() - BETWEEN_WORDS.toNanos());

    private Refusal() {}

    /// The answer to a failure of [Database]; empty if it is neither the request's fault nor an
    /// outage.
    public static Optional<Reply> of(Throwable failure) {
        return switch (failure) {
            case PgException refused -> ofState(refused);
            case IOException _, ClosedConnectionException _, ConnectionPoolTooBusyException _ ->
                    Optional.of(away(failure));
            case VertxException e when isOfConnection(e) -> Optional.of(away(e));
            default -> TlsFailure.sentence(failure).map(_ -> away(failure));
        };
    }

    /// Whether two writes got in each other's way, so that one of them may be run again.
    static boolean isConflict(Throwable failure) {
        return failure instanceof PgException refused && CONFLICTS.contains(refused.getSqlState());
    }

    /// Whether a server refused to write because it is not, or not any more, the primary.
    static boolean isOfStandby(Throwable failure) {
        return failure instanceof PgException refused && refused.getSqlState().equals("25006");
    }

    /// Whether a connection was not let in. SQLSTATEs of class 28 are about who connects.
    static boolean isOfPassword(Throwable failure) {
        return failure instanceof PgException refused && refused.getSqlState().startsWith("28");
    }

    /// The client has no classes of its own for no free connection ("Timeout waiting for
    /// connection") and for one that broke while requests waited for it ("Pending requests failed
    /// to be sent due to connection has been closed.").
    private static boolean isOfConnection(VertxException failure) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("connection");
    }

    private static Optional<Reply> ofState(PgException refused) {
        return switch (refused.getSqlState()) {
            case "23502" -> Optional.of(new Reply.Refused(refused.getColumn() + "_blank"));
            case "23514", "23505" -> Optional.of(new Reply.Refused(refused.getConstraint()));
            case "23503" -> Optional.of(gone(refused));
            case "40001", "40P01" ->
                    Optional.of(
                            Reply.unavailable(
                                    "Others wrote to the same at the same time. Try again."));
            case "57014" ->
                    Optional.of(
                            new Reply.Problem(
                                    504,
                                    "The database took too long.",
                                    Map.of("Retry-After", "2")));
            case "42501" -> Optional.of(unavailable(WITHOUT_RIGHTS, refused));
            case "42P01", "42883", "42703", "42704", "3F000" -> Optional.of(withoutSchema(refused));
            case "22P02",
                    "22P05",
                    "22021",
                    "22023",
                    "22003",
                    "22001",
                    "22007",
                    "22008",
                    "54000",
                    "54001" ->
                    Optional.of(unreadable());
            default -> ofClass(refused);
        };
    }

    private static Optional<Reply> ofClass(PgException refused) {
        return switch (refused.getSqlState().substring(0, 2)) {
            // Connection, authorization, no such database, no resources, shutting down or starting,
            // read-only.
            case "08", "28", "3D", "53", "57", "25" -> Optional.of(away(refused));
            default -> Optional.empty();
        };
    }

    /// The row that a write refers to went away in the meantime: the writer's own, or what they
    /// answered or liked.
    private static Reply gone(PgException refused) {
        return String.valueOf(refused.getConstraint()).endsWith("_user_uuid_fkey")
                ? new Reply.Problem(
                        401,
                        "The token's person has no row in this database any more.",
                        Map.of("WWW-Authenticate", "Bearer error=\"invalid_token\""))
                : Reply.NOT_FOUND;
    }

    private static Reply unreadable() {
        return new Reply.Problem(
                400,
                "The body must be a JSON object in UTF-8, without NUL characters or lone surrogates.");
    }

    private static Reply withoutSchema(PgException refused) {
        if (String.valueOf(refused.getErrorMessage()).contains("schema_migrations")) {
            return olderSchema();
        }
        say(WITHOUT_SCHEMA, String.valueOf(refused.getMessage()));
        return Reply.unavailable(WITHOUT_SCHEMA);
    }

    /// The answer when the database lacks migrations that this version has.
    public static Reply olderSchema() {
        say(OLDER_SCHEMA, "migrations are missing");
        return Reply.unavailable(OLDER_SCHEMA);
    }

    private static Reply away(Throwable failure) {
        return unavailable(
                TlsFailure.sentence(failure).orElse("The database does not answer"), failure);
    }

    /// @param what the operator is told
    private static Reply unavailable(String what, Throwable failure) {
        say(what, String.valueOf(failure.getMessage()));
        return Reply.unavailable("The database does not answer. Try again in a moment.");
    }

    /// Once a second at most: in an outage every request would say the same.
    private static void say(String what, String why) {
        long now = System.nanoTime();
        long last = LAST_SAID.get();
        if (now - last > BETWEEN_WORDS.toNanos() && LAST_SAID.compareAndSet(last, now)) {
            LOG.log(System.Logger.Level.WARNING, what + " (" + why + ")");
        }
    }
}
