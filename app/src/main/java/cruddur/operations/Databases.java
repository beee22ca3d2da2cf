package cruddur.operations;

import cruddur.files.Bundled;
import cruddur.sql.BoundQuery;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Query;
import cruddur.sql.TlsFailure;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;

/// Makes, fills and drops one database. Blocks.
///
/// @param url the database's address, with somebody who may do so
public record Databases(ConnectionUrl url) {

    /// Every server has it; connecting to it does not depend on the database that is made or
    /// dropped.
    private static final String MAINTENANCE = "postgres";

    private static final String SCHEMA = "db/schema.sql";
    private static final String SEED = "db/seed.sql";
    private static final String LOCAL_COGNITO = "db/local_cognito.sql";

    private static final Duration PAUSE = Duration.ofMillis(250);

    private static final Query EXISTS = Query.load("databases/exists");
    private static final Query STATEMENT = Query.load("databases/statement");
    private static final Query INVENTORY = Query.load("databases/inventory");

    private static final Query HAS_LOCAL_COGNITO = Query.load("databases/has_local_cognito");
    private static final Query ADMIT_SEED_WORLD = Query.load("databases/admit_seed_world");

    private static final Query MARK = Query.load("databases/mark");
    private static final Query PUT_MARK = Query.load("databases/put_mark");
    private static final Query FIRST_MARK = Query.load("databases/first_mark");

    private static final Query SESSIONS = Query.load("databases/sessions");
    private static final Query END_SESSIONS = Query.load("databases/end_sessions");

    private static final String UNDEFINED_TABLE = "42P01";
    private static final String CONNECTION_REJECTED = "08004";

    /// Whether the server has the database.
    public boolean exists() {
        return beside(connection -> is(connection, EXISTS.with("database", url.database())));
    }

    /// Waits until the server answers, whatever it says then.
    ///
    /// @throws UnreachableException if it does not in time
    public void await(Duration patience) {
        Instant deadline = Instant.now().plus(patience);
        while (!answersWithin(Duration.between(Instant.now(), deadline))) {
            pause();
        }
    }

    /// @throws UnreachableException if it was the last try
    private boolean answersWithin(Duration left) {
        int seconds = Math.clamp(left.toSeconds(), 1, url.connectTimeoutSeconds());
        try {
            return new Databases(url.withConnectTimeout(seconds)).run(_ -> true);
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

    /// Makes the database, empty.
    ///
    /// @throws OperationException also if there is one of that name
    public void create() {
        in(
                maintenance(),
                connection ->
                        execute(
                                connection,
                                statement(connection, "create database %I encoding 'UTF8'")));
    }

    /// Drops the database; fails if somebody is connected to it.
    public void drop() {
        in(
                maintenance(),
                connection -> execute(connection, statement(connection, "drop database %I")));
    }

    /// Another one than this.
    private String maintenance() {
        return url.database().equals(MAINTENANCE) ? "template1" : MAINTENANCE;
    }

    /// Whose database this is; empty if nobody has said so, or there is no schema.
    public Optional<Mark> mark() {
        return run(Databases::mark);
    }

    static Optional<Mark> mark(Connection connection) throws SQLException {
        try {
            return Rows.of(connection, MARK.bare(), row -> Mark.of(row.getString(1))).stream()
                    .findFirst();
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Says whose database this is from now on.
    public void mark(Mark mark) {
        run(connection -> Rows.change(connection, PUT_MARK.with("mark", mark.toString())));
    }

    /// The same, unless somebody has said so before.
    public void markFirst(Mark mark) {
        run(connection -> Rows.change(connection, FIRST_MARK.with("mark", mark.toString())));
    }

    /// Everybody else who is connected to the server. On one connection with the mark, because an
    /// earlier one could still be among them.
    public Sessions sessions() {
        return run(
                connection -> new Sessions(mark(connection), sessions(connection, url.database())));
    }

    static List<Session> sessions(Connection connection, String database) throws SQLException {
        return Rows.of(connection, SESSIONS.with("database", database), Session::of);
    }

    /// Ends these sessions, if they are in the database.
    ///
    /// @return the process ids of those that there were
    public List<Integer> end(List<Session> sessions) {
        return beside(
                connection ->
                        Rows.of(
                                connection,
                                END_SESSIONS
                                        .with("database", url.database())
                                        .with("process_ids", processIds(connection, sessions)),
                                row -> row.getInt("process_id")));
    }

    private static Array processIds(Connection connection, List<Session> sessions)
            throws SQLException {
        return connection.createArrayOf(
                "integer", sessions.stream().map(Session::processId).toArray());
    }

    /// Loads `db/schema.sql`, which replaces the tables and what is in them, and then `db/seed.sql`
    /// if asked. All of it, or nothing, is done.
    ///
    /// @param mark of a database that has none yet
    /// @throws OperationException also naming the line of a file that fails
    public void load(Mark mark, boolean seed) {
        inTransaction(
                connection -> {
                    SqlFile.load(SCHEMA).run(connection);
                    if (seed) {
                        SqlFile.load(SEED).run(connection);
                    }
                    return Rows.change(connection, FIRST_MARK.with("mark", mark.toString()));
                });
    }

    /// Adds to the tables what is missing of the world in `db/seed.sql`. All of it, or nothing, is
    /// done.
    public void seed() {
        inTransaction(
                connection -> {
                    SqlFile.load(SEED).run(connection);
                    return true;
                });
    }

    /// Loads `db/local_cognito.sql`, which keeps the accounts that there are. The first time, the
    /// people of the seed world get some. All of it, or nothing, is done.
    ///
    /// @param passwordHash of all of their accounts
    public void loadLocalCognito(Supplier<String> passwordHash) {
        inTransaction(
                connection -> {
                    boolean isNew = !is(connection, HAS_LOCAL_COGNITO.bare());
                    execute(connection, Bundled.text(LOCAL_COGNITO));
                    if (isNew) {
                        admitSeedWorld(connection, passwordHash.get());
                    }
                    return true;
                });
    }

    private static void admitSeedWorld(Connection connection, String passwordHash)
            throws SQLException {
        Rows.of(connection, ADMIT_SEED_WORLD.with("password_hash", passwordHash), _ -> true);
    }

    /// Drops the accounts of the built-in user pool.
    public void dropLocalCognito() {
        in(
                url.database(),
                connection -> execute(connection, "drop schema if exists local_cognito cascade"));
    }

    /// How many rows `users` and `activities` have, as a sentence says it.
    public String inventory() {
        return run(connection -> Rows.of(connection, INVENTORY.bare(), row -> row.getString(1)))
                .getFirst();
    }

    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /// Does something in the database with values that are bound.
    <T> T run(Work<T> work) {
        return run(url, bound(), work);
    }

    /// The same beside the database, whether there is one or not.
    private <T> T beside(Work<T> work) {
        return run(url.withDatabase(maintenance()), bound(), work);
    }

    private Properties bound() {
        Properties properties = properties();
        // The details of an error are a row, which may be a person.
        properties.setProperty("logServerErrorDetail", "false");
        return properties;
    }

    /// Does something with files or statements that are sent as they stand, to be one transaction.
    private <T> T in(String database, Work<T> work) {
        Properties properties = properties();
        properties.setProperty("preferQueryMode", "simple");
        return run(url.withDatabase(database), properties, work);
    }

    /// The same, all of it or nothing.
    private <T> T inTransaction(Work<T> work) {
        return in(
                url.database(),
                connection -> {
                    connection.setAutoCommit(false);
                    T done = work.with(connection);
                    connection.commit();
                    return done;
                });
    }

    /// A server may take the connection, and say nothing.
    private Properties properties() {
        Properties properties = url.jdbcProperties();
        properties.setProperty("loginTimeout", Integer.toString(url.connectTimeoutSeconds()));
        return properties;
    }

    private <T> T run(ConnectionUrl database, Properties properties, Work<T> work) {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), properties)) {
            return work.with(connection);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /// Whether it is nothing that was asked for that went wrong.
    static boolean isAboutTheConnection(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("08");
    }

    /// Whether the server answered, and the driver could not give what it asked for: a password
    /// that the address does not hold, for example.
    private static boolean isTurnedAway(SQLException e) {
        return CONNECTION_REJECTED.equals(e.getSQLState()) && TlsFailure.sentence(e).isEmpty();
    }

    private OperationException failure(SQLException e) {
        String server = url.host() + ":" + url.port();
        String database = url.database() + " at " + server;
        return switch (String.valueOf(e.getSQLState())) {
            case "3D000" ->
                    refused(
                            "There is no database "
                                    + database
                                    + ". Make it with: cruddur db create",
                            e);
            case "42P04" -> refused("There is a database " + database + " already.", e);
            case UNDEFINED_TABLE ->
                    refused(
                            "The database "
                                    + database
                                    + " lacks tables of Cruddur's. Load them with: cruddur db schema-load",
                            e);
            case "57P01", "57P02", "57P03" ->
                    away(
                            "PostgreSQL at "
                                    + server
                                    + " takes no connections now: "
                                    + e.getMessage(),
                            e);
            case String _ when isTurnedAway(e) ->
                    refused(
                            "PostgreSQL at "
                                    + server
                                    + " does not let "
                                    + url.user()
                                    + " in: "
                                    + e.getMessage(),
                            e);
            case String _ when isAboutTheConnection(e) -> away(silence(server, e), e);
            default -> refused("PostgreSQL at " + server + " says: " + e.getMessage(), e);
        };
    }

    private static String silence(String server, SQLException e) {
        return TlsFailure.sentence(e)
                .map(why -> why + " (" + server + ").")
                .orElse("There is no PostgreSQL that answers at " + server + ".");
    }

    private static OperationException refused(String sentence, SQLException cause) {
        return new OperationException(sentence, cause);
    }

    private static OperationException away(String sentence, SQLException cause) {
        return new UnreachableException(sentence, cause);
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    private static boolean is(Connection connection, BoundQuery query) throws SQLException {
        return Rows.of(connection, query, row -> row.getBoolean(1)).getFirst();
    }

    private String statement(Connection connection, String format) throws SQLException {
        return Rows.of(
                        connection,
                        STATEMENT.with("format", format).with("database", url.database()),
                        row -> row.getString(1))
                .getFirst();
    }
}
