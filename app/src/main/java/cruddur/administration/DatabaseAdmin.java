package cruddur.administration;

import cruddur.jdbc.Jdbc;
import cruddur.jdbc.Precondition;
import cruddur.jdbc.Rows;
import cruddur.jdbc.SqlFile;
import cruddur.operations.OperationException;
import cruddur.operations.UnreachableException;
import cruddur.sql.BoundQuery;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Query;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Creates, loads, marks and drops one database. Blocks.
///
/// @param url with a role that has the rights for it
public record DatabaseAdmin(ConnectionUrl url) {

    private static final String SCHEMA = "db/schema.sql";
    private static final String SEED = "db/seed.sql";

    private static final Duration PAUSE = Duration.ofMillis(250);

    static final String FORBIDDEN = "42501";

    private static final Query STATE = Query.load("databases/state");
    private static final Query STATEMENT = Query.load("databases/statement");
    private static final Query INVENTORY = Query.load("databases/inventory");

    private static final Query HAS_MARK = Query.load("databases/has_mark");
    private static final Query MARK = Query.load("databases/mark");
    private static final Query PUT_MARK = Query.load("databases/put_mark");
    private static final Query FIRST_MARK = Query.load("databases/first_mark");

    private static final Query SESSIONS = Query.load("databases/sessions");
    private static final Query END_SESSIONS = Query.load("databases/end_sessions");

    /// Whether the server has the database.
    public boolean exists() {
        return state() != DatabaseState.MISSING;
    }

    public DatabaseState state() {
        return jdbc().beside(connection -> Rows.of(
                        connection, STATE.with("database", url.database()), row -> DatabaseState.of(row.getString(1))))
                .getFirst();
    }

    /// Waits until the server answers, even with a refusal.
    ///
    /// @throws UnreachableException if it does not answer in time
    public void await(Duration patience) {
        Instant deadline = Instant.now().plus(patience);
        while (!answersWithin(Duration.between(Instant.now(), deadline))) {
            pause();
        }
    }

    /// @throws UnreachableException if there is no time for another try
    private boolean answersWithin(Duration left) {
        int seconds = Math.clamp(left.toSeconds(), 1, url.connectTimeoutSeconds());
        try {
            return new Jdbc(url.withConnectTimeout(seconds)).run(_ -> true);
        } catch (UnreachableException e) {
            if (left.compareTo(PAUSE) < 0) {
                throw e;
            }
            return false;
        } catch (OperationException _) {
            return true;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("Interrupted while waiting for PostgreSQL", e);
        }
    }

    /// Creates an empty database. `template1` may have another encoding, objects of other people, and sessions that
    /// prevent copying it; `template0` has none of them.
    ///
    /// @throws OperationException also if a database of that name exists
    public void create() {
        try {
            alter("create database %I template template0 encoding 'UTF8'");
        } catch (OperationException e) {
            throw e.getCause() instanceof SQLException cause && FORBIDDEN.equals(cause.getSQLState())
                    ? forbidden(e, cause)
                    : e;
        }
    }

    private OperationException forbidden(OperationException failure, SQLException cause) {
        return new OperationException(
                "%s. An administrator, on RDS the master user, allows it with: alter role \"%s\" createdb"
                        .formatted(failure.getMessage(), url.user()),
                cause);
    }

    /// Drops the database; fails if another session is connected to it.
    ///
    /// No session can begin between the check and the drop, so the result of the check still holds.
    public void drop(Precondition precondition) {
        try {
            jdbc().run(connection -> {
                acceptSessions(false);
                precondition.require(connection);
                return true;
            });
            alter("drop database %I");
        } catch (OperationException e) {
            throw reopenedAfter(e);
        }
    }

    /// Drops a database that accepts no connections.
    public void dropUnread() {
        alter("drop database %I");
    }

    private OperationException reopenedAfter(OperationException failure) {
        try {
            acceptSessions(true);
        } catch (OperationException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    private void acceptSessions(boolean accepts) {
        alter("alter database %I allow_connections " + accepts);
    }

    /// @param format of the statement, with a placeholder for the database's name
    private void alter(String format) {
        jdbc().besideAsWritten(connection -> execute(connection, statement(connection, format)));
    }

    /// The environment mark; empty if the database has none, or no schema.
    public Optional<Mark> mark() {
        return jdbc().run(DatabaseAdmin::mark);
    }

    static Optional<Mark> mark(Connection connection) throws SQLException {
        return hasMark(connection)
                ? Rows.of(connection, MARK.bare(), row -> Mark.of(row.getString(1))).stream()
                        .findFirst()
                : Optional.empty();
    }

    static boolean hasMark(Connection connection) throws SQLException {
        return is(connection, HAS_MARK.bare());
    }

    /// Sets the environment mark.
    public void mark(Mark mark, Precondition precondition) {
        jdbc().inTransaction(connection -> {
            precondition.require(connection);
            return Rows.change(connection, PUT_MARK.with("mark", mark.toString()));
        });
    }

    /// Sets the mark, unless the database has one.
    public void markFirst(Mark mark) {
        jdbc().run(connection -> Rows.change(connection, FIRST_MARK.with("mark", mark.toString())));
    }

    /// All other sessions of the server. The mark is read on the same connection, because an earlier
    /// connection could still be among the sessions.
    public DatabaseSessions sessions() {
        return jdbc().run(connection -> new DatabaseSessions(mark(connection), sessions(connection, url.database())));
    }

    static List<DatabaseSession> sessions(Connection connection, String database) throws SQLException {
        return Rows.of(connection, SESSIONS.with("database", database), DatabaseSession::of);
    }

    /// Ends these sessions, if they are in the database.
    ///
    /// @return the process ids of the sessions that still existed
    public List<Integer> end(List<DatabaseSession> sessions, Precondition precondition) {
        return jdbc().run(connection -> {
            precondition.require(connection);
            return Rows.of(
                    connection,
                    END_SESSIONS.with("database", url.database()).with("process_ids", processIds(connection, sessions)),
                    row -> row.getInt("process_id"));
        });
    }

    private static Array processIds(Connection connection, List<DatabaseSession> sessions) throws SQLException {
        return connection.createArrayOf(
                "integer", sessions.stream().map(DatabaseSession::processId).toArray());
    }

    /// Loads `db/schema.sql`, which replaces the tables and their rows, and then `db/seed.sql` if asked,
    /// in one transaction.
    ///
    /// @param mark for a database without a mark
    /// @throws OperationException with the line of the file, if a statement fails
    public void load(Mark mark, boolean seed, Precondition precondition) {
        jdbc().inTransaction(connection -> {
            precondition.require(connection);
            SqlFile.load(SCHEMA).run(connection);
            if (seed) {
                SqlFile.load(SEED).run(connection);
            }
            ServerRoles.grant(connection);
            return Rows.change(connection, FIRST_MARK.with("mark", mark.toString()));
        });
    }

    /// The same for a database that was just created.
    public void load(Mark mark, boolean seed) {
        load(mark, seed, Precondition.NONE);
    }

    /// Adds the rows of `db/seed.sql` that are missing, in one transaction.
    public void seed(Precondition precondition) {
        jdbc().inTransaction(connection -> {
            precondition.require(connection);
            SqlFile.load(SEED).run(connection);
            return true;
        });
    }

    /// The number of rows of `users` and `activities`, as a part of a sentence.
    public String inventory() {
        return jdbc().run(connection -> Rows.of(connection, INVENTORY.bare(), row -> row.getString(1)))
                .getFirst();
    }

    static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    static boolean is(Connection connection, BoundQuery query) throws SQLException {
        return Rows.of(connection, query, row -> row.getBoolean(1)).getFirst();
    }

    private String statement(Connection connection, String format) throws SQLException {
        return Rows.of(
                        connection,
                        STATEMENT.with("format", format).with("database", url.database()),
                        row -> row.getString(1))
                .getFirst();
    }

    private Jdbc jdbc() {
        return new Jdbc(url);
    }
}
