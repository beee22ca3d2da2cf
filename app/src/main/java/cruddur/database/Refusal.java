package cruddur.database;

import cruddur.http.Reply;
import cruddur.sql.ConnectionFailure;
import cruddur.sql.ConnectionFailure.Kind;
import cruddur.sql.ServerRole;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Translates failures of PostgreSQL and of its connections into replies. No other class does.
///
/// A reply contains none of PostgreSQL's own words, because they may contain values and internal
/// names.
public final class Refusal {

    private static final System.Logger LOG = System.getLogger(Refusal.class.getName());

    /// Serialization failure, deadlock.
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

    private static final String WITHOUT_SCHEMA =
            "The database has no schema, or an older one. If it has none, run cruddur db schema-load. If it has an older one, run cruddur db migrate";

    private static final String OLDER_SCHEMA =
            "The schema of the database is older than this server. Bring it up to date with: cruddur db migrate";

    private static final String WITHOUT_RIGHTS =
            "The server's role lacks the right to use a table. Run, as the owner of the database: cruddur db roles";

    /// What to do about a session that a pooler does not let the server set up.
    private static final String CONNECT_AS_ROLE =
            "Connect as cruddur_write, a role that has these settings. To create or repair it, run as the owner of the database: cruddur db roles";

    private static final String REFUSED_BY_POOLER =
            "A pooler between the server and PostgreSQL refuses the settings of the server's sessions. "
                    + CONNECT_AS_ROLE;

    private static final String WITHOUT_PREPARED_STATEMENTS =
            "A pooler between the server and PostgreSQL does not keep prepared statements. Set PREPARED_STATEMENTS=false";

    private static final String UNDECIDED =
            "There is a pooler between the server and PostgreSQL. Set PREPARED_STATEMENTS=false, or true if the pooler keeps prepared statements, like PgBouncer since 1.21";

    private static final Duration LOG_INTERVAL = Duration.ofSeconds(1);
    private static final AtomicLong LAST_LOGGED = new AtomicLong(System.nanoTime() - LOG_INTERVAL.toNanos());

    private Refusal() {}

    /// The reply to a failure of [Database]; empty if neither the request nor an outage is the cause.
    public static Optional<Reply> of(Throwable failure) {
        return switch (failure) {
            case PgException refused -> ofState(refused);
            case UndecidedException _ -> Optional.of(misconfigured(UNDECIDED, failure));
            case IOException _, ClosedConnectionException _, ConnectionPoolTooBusyException _ ->
                Optional.of(away(failure));
            case OverloadException _ -> Optional.of(overloaded(failure));
            case VertxException e when isOfConnection(e) -> Optional.of(away(e));
            default -> isOfTls(failure) ? Optional.of(away(failure)) : Optional.empty();
        };
    }

    private static boolean isOfTls(Throwable failure) {
        return ConnectionFailure.of(failure, null).stream().anyMatch(known -> known.kind() == Kind.TLS);
    }

    /// Whether two writes conflicted, so that one may run again.
    static boolean isConflict(Throwable failure) {
        return failure instanceof PgException refused && isConflict(refused);
    }

    /// Also if the person to be notified was deleted meanwhile: the next run does not find them.
    private static boolean isConflict(PgException refused) {
        return CONFLICTS.contains(refused.getSqlState())
                || "notifications_user_uuid_fkey".equals(refused.getConstraint());
    }

    /// Whether a server refused to write because it is no longer the primary, or a standby.
    static boolean isOfStandby(Throwable failure) {
        return failure instanceof PgException refused && refused.getSqlState().equals("25006");
    }

    /// Whether a login was refused. SQLSTATEs of class 28 are about the login.
    static boolean isOfPassword(Throwable failure) {
        return failure instanceof PgException refused && refused.getSqlState().startsWith("28");
    }

    /// Whether PostgreSQL ended a statement that took too long.
    static boolean isOfTime(Throwable failure) {
        return failure instanceof PgException refused && refused.getSqlState().equals("57014");
    }

    /// The client has no classes of its own for no free connection ("Timeout waiting for
    /// connection") and for one that broke while requests waited for it ("Pending requests failed
    /// to be sent due to connection has been closed.").
    private static boolean isOfConnection(VertxException failure) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("connection");
    }

    private static Optional<Reply> ofState(PgException refused) {
        if (isConflict(refused)) {
            return Optional.of(Reply.unavailable("Another request changed the same data at the same time. Try again."));
        }
        if (isOfLostStatement(refused)) {
            return Optional.of(misconfigured(WITHOUT_PREPARED_STATEMENTS, refused));
        }
        return switch (refused.getSqlState()) {
            case "23502" -> Optional.of(new Reply.Refused(refused.getColumn() + "_blank"));
            case "23514", "23505" -> Optional.of(new Reply.Refused(refused.getConstraint()));
            case "23503" -> Optional.of(gone(refused));
            case "57014" ->
                Optional.of(new Reply.Problem(504, "The database took too long.", Map.of("Retry-After", "2")));
            case "55000" -> Optional.of(away(refused));
            case "42501" -> Optional.of(unavailable(WITHOUT_RIGHTS, refused));
            case "42P01", "42883", "42703", "42704", "3F000" -> Optional.of(withoutSchema(refused));
            case "22P02", "22P05", "22021", "22023", "22003", "22001", "22007", "22008", "54000", "54001" ->
                Optional.of(unreadable());
            default -> isOfPooler(refused) ? Optional.of(misconfigured(REFUSED_BY_POOLER, refused)) : ofClass(refused);
        };
    }

    /// Whether the session does not know the prepared statement, or has another one of that name.
    private static boolean isOfLostStatement(PgException refused) {
        return switch (refused.getSqlState()) {
            case "26000", "42P05" -> true;
            case "08P01" -> String.valueOf(refused.getErrorMessage()).startsWith("bind message supplies");
            default -> false;
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

    /// A row that a write refers to was deleted meanwhile: the writer's own, or the activity that it
    /// answers or likes.
    private static Reply gone(PgException refused) {
        return String.valueOf(refused.getConstraint()).endsWith("_user_uuid_fkey")
                ? new Reply.Problem(
                        401,
                        "The person of this token no longer exists in this database.",
                        Map.of("WWW-Authenticate", "Bearer error=\"invalid_token\""))
                : Reply.NOT_FOUND;
    }

    private static Reply unreadable() {
        return new Reply.Problem(
                400, "The body must be a JSON object in UTF-8, without NUL characters or lone surrogates.");
    }

    private static Reply withoutSchema(PgException refused) {
        if (String.valueOf(refused.getErrorMessage()).contains("schema_migrations")) {
            return olderSchema();
        }
        return misconfigured(WITHOUT_SCHEMA, refused);
    }

    private static Reply misconfigured(String sentence, Throwable failure) {
        log(sentence, String.valueOf(failure.getMessage()));
        return Reply.unavailable(sentence);
    }

    /// The reply if the sessions of the server lack settings, because a pooler dropped them or the role lost them.
    ///
    /// @param missing their names
    public static Reply withoutSettings(Set<String> missing) {
        String sentence = "The sessions of this server in PostgreSQL lack settings. " + CONNECT_AS_ROLE;
        log(sentence, String.join(", ", missing));
        return Reply.unavailable(sentence);
    }

    /// The reply if the database lacks migrations of this version.
    public static Reply olderSchema() {
        log(OLDER_SCHEMA, "migrations are missing");
        return Reply.unavailable(OLDER_SCHEMA);
    }

    private static Reply away(Throwable failure) {
        String what = ConnectionFailure.of(failure, stateOf(failure))
                .map(known -> "Cannot connect to the database: " + known.problem() + advice(failure))
                .orElse("The database does not answer");
        return unavailable(what, failure);
    }

    /// What to do if the server's roles are missing.
    private static String advice(Throwable failure) {
        return isOfPassword(failure) && isOfServerRole(failure)
                ? ". If the role does not exist, create it with: cruddur db roles"
                : "";
    }

    private static boolean isOfServerRole(Throwable failure) {
        return Stream.of(ServerRole.values())
                .anyMatch(role -> String.valueOf(failure.getMessage()).contains(role.toString()));
    }

    private static boolean isOfPooler(PgException refused) {
        return ConnectionFailure.of(refused, refused.getSqlState())
                .filter(failure -> failure.kind() == Kind.POOLER)
                .isPresent();
    }

    private static Reply overloaded(Throwable failure) {
        log("The database is overloaded, so requests are refused", String.valueOf(failure.getMessage()));
        return Reply.unavailable("Too many requests wait for the database. Try again in a moment.");
    }

    private static @Nullable String stateOf(Throwable failure) {
        return failure instanceof PgException refused ? refused.getSqlState() : null;
    }

    /// @param what the message for the operator
    private static Reply unavailable(String what, Throwable failure) {
        log(what, String.valueOf(failure.getMessage()));
        return Reply.unavailable("The database does not answer. Try again in a moment.");
    }

    /// Logs once a second at most, because in an outage every request would log the same.
    private static void log(String what, String why) {
        long now = System.nanoTime();
        long last = LAST_LOGGED.get();
        if (now - last > LOG_INTERVAL.toNanos() && LAST_LOGGED.compareAndSet(last, now)) {
            LOG.log(System.Logger.Level.WARNING, what + " (" + why + ")");
        }
    }
}
