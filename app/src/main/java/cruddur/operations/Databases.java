package cruddur.operations;

import cruddur.files.Bundled;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.TlsFailure;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
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

    /// Whether the server has the database.
    public boolean exists() {
        return in(
                        MAINTENANCE,
                        connection ->
                                text(
                                        connection,
                                        "select 1 from pg_database where datname = ?",
                                        url.database()))
                .isPresent();
    }

    /// Makes the database, empty.
    public void create() {
        in(
                MAINTENANCE,
                connection ->
                        execute(
                                connection,
                                statement(connection, "create database %I encoding 'UTF8'")));
    }

    /// Drops the database; fails if somebody is connected to it.
    public void drop() {
        in(
                MAINTENANCE,
                connection -> execute(connection, statement(connection, "drop database %I")));
    }

    /// Loads `db/schema.sql`, which replaces the tables and what is in them, and then `db/seed.sql`
    /// if asked. All of it, or nothing, is done.
    public void load(boolean seed) {
        in(
                url.database(),
                connection -> {
                    connection.setAutoCommit(false);
                    execute(connection, Bundled.text(SCHEMA));
                    if (seed) {
                        execute(connection, Bundled.text(SEED));
                    }
                    execute(
                            connection,
                            text(
                                            connection,
                                            "select format('comment on database %I is %L', ?, ?)",
                                            url.database(),
                                            fingerprint())
                                    .orElseThrow());
                    connection.commit();
                    return true;
                });
    }

    /// Loads `db/local_cognito.sql`, which keeps the accounts that there are. The first time, the
    /// people of the seed world get some. All of it, or nothing, is done.
    ///
    /// @param passwordHash of all of their accounts
    public void loadLocalCognito(Supplier<String> passwordHash) {
        in(
                url.database(),
                connection -> {
                    connection.setAutoCommit(false);
                    boolean isNew =
                            text(connection, "select to_regnamespace('local_cognito')").isEmpty();
                    execute(connection, Bundled.text(LOCAL_COGNITO));
                    if (isNew) {
                        text(
                                connection,
                                "select local_cognito.admit_seed_world(?)",
                                passwordHash.get());
                    }
                    connection.commit();
                    return true;
                });
    }

    /// Drops the accounts of the built-in user pool.
    public void dropLocalCognito() {
        in(
                url.database(),
                connection -> execute(connection, "drop schema if exists local_cognito cascade"));
    }

    /// What the database holds, as far as that decides what to do with it.
    public enum Contents {
        /// No schema was loaded by [#load].
        NOTHING,
        /// The schema of this build.
        CURRENT,
        /// Another schema than this build's.
        OLDER
    }

    /// Compares the schema that was loaded with the one of this build.
    public Contents contents() {
        Optional<String> loaded =
                in(
                        url.database(),
                        connection ->
                                text(
                                        connection,
                                        "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()"));
        return loaded.map(mark -> mark.equals(fingerprint()) ? Contents.CURRENT : Contents.OLDER)
                .orElse(Contents.NOTHING);
    }

    /// How many rows `users` and `activities` have, as a sentence says it.
    public String inventory() {
        return in(
                        url.database(),
                        connection ->
                                text(
                                        connection,
                                        "select format('%s people and %s cruds', (select count(*) from public.users),"
                                                + " (select count(*) from public.activities))"))
                .orElseThrow();
    }

    private static String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Bundled.bytes(SCHEMA));
            return "Cruddur, schema " + HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /// Does something in the database with values that are bound.
    <T> T run(Work<T> work) {
        Properties properties = url.jdbcProperties();
        // The details of an error are a row, which may be a person.
        properties.setProperty("logServerErrorDetail", "false");
        return run(url, properties, work);
    }

    /// Does something with files or statements that are sent as they stand, to be one transaction.
    private <T> T in(String database, Work<T> work) {
        Properties properties = url.jdbcProperties();
        properties.setProperty("preferQueryMode", "simple");
        return run(url.withDatabase(database), properties, work);
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

    private OperationException failure(SQLException e) {
        String server = url.host() + ":" + url.port();
        return isAboutTheConnection(e)
                ? new UnreachableException(
                        TlsFailure.sentence(e)
                                .map(why -> why + " (" + server + ").")
                                .orElse("There is no PostgreSQL that answers at " + server + "."),
                        e)
                : new OperationException("PostgreSQL at " + server + " says: " + e.getMessage(), e);
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    private static Optional<String> text(Connection connection, String sql, String... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            ResultSet row = statement.executeQuery();
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        }
    }

    private String statement(Connection connection, String format) throws SQLException {
        return text(connection, "select format(?, ?)", format, url.database()).orElseThrow();
    }
}
