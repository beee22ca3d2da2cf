package cruddur.migrations;

import cruddur.jdbc.Jdbc;
import cruddur.jdbc.Precondition;
import cruddur.jdbc.Rows;
import cruddur.jdbc.SqlFile;
import cruddur.migrations.History.Applied;
import cruddur.migrations.History.Entry;
import cruddur.migrations.History.Kind;
import cruddur.operations.OperationException;
import cruddur.operations.Progress;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Migration;
import cruddur.sql.Query;
import cruddur.sql.Script;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Migrates the schema of a database to this version of Cruddur, and rolls back. Blocks.
///
/// A migration, its record, and the lock that allows one migrator at a time are one transaction, so
/// they end together even if the process dies.
///
/// A migration waits at most a second for a lock, because later sessions queue behind it. Then it
/// gives way and tries again. A statement that takes more than a minute must set its own limit in
/// the file: `set local statement_timeout = …`.
public final class Migrations {

    private static final Query KIND = Query.load("schema_migrations/kind");
    private static final Query APPLIED = Query.load("schema_migrations/applied");
    private static final Query PUT = Query.load("schema_migrations/put");
    private static final Query DELETE = Query.load("schema_migrations/delete");
    private static final Query TRY_LOCK = Query.load("schema_migrations/try_lock");
    private static final Query LOCK = Query.load("schema_migrations/lock");

    /// The checksum of the baseline schema, as `cruddur up` recorded it.
    private static final String BASELINE = "4a0a8d4b93beef4e";

    /// Lock not available, deadlock.
    private static final Set<String> BLOCKED = Set.of("55P03", "40P01");

    private static final int ATTEMPTS = 5;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final SqlFile LIMITS = new SqlFile(Script.of("limits", """
                            set local lock_timeout = '1s';
                            set local statement_timeout = '1min';
                            set local idle_in_transaction_session_timeout = '1min';
                            """));

    private final Jdbc database;
    private final List<Migration> known;

    public Migrations(ConnectionUrl url) {
        this.database = new Jdbc(url);
        this.known = Migration.all();
    }

    /// Compares the database with this version.
    public History history() {
        return database.run(this::history);
    }

    private History history(Connection connection) throws SQLException {
        Kind kind = Rows.of(connection, KIND.with("baseline", BASELINE), row -> kind(row.getString(1)))
                .getFirst();
        return History.of(
                kind,
                kind == Kind.MIGRATED ? Rows.of(connection, APPLIED.bare(), Migrations::applied) : List.of(),
                known);
    }

    private static Kind kind(String word) {
        return Kind.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Applied applied(ResultSet row) throws SQLException {
        return new Applied(
                row.getInt("version"),
                row.getString("name"),
                row.getString("checksum"),
                row.getObject("applied_at", OffsetDateTime.class));
    }

    /// Applies the missing migrations, each in its own transaction.
    ///
    /// @param progress receives each migration before it begins
    /// @return the applied migrations
    /// @throws OperationException for a database that this version cannot migrate; with file, line and
    ///   statement if a statement fails
    public List<Migration> migrate(Progress progress) {
        List<Migration> applied = new ArrayList<>();
        Optional<Migration> next = applyNext(progress);
        while (next.isPresent()) {
            applied.add(next.get());
            next = applyNext(progress);
        }
        return applied;
    }

    private Optional<Migration> applyNext(Progress progress) {
        return inTurn(progress, (connection, history) -> {
            Optional<Migration> next = history.next().map(this::known);
            if (next.isPresent()) {
                progress.step("applying " + next.get());
                apply(connection, next.get());
            }
            return next;
        });
    }

    private static void apply(Connection connection, Migration migration) throws SQLException {
        new SqlFile(migration.up()).run(connection);
        Rows.change(
                connection,
                PUT.with("version", migration.version())
                        .with("name", migration.name())
                        .with("checksum", migration.checksum()));
    }

    /// The migration that [#rollBack] would roll back.
    ///
    /// @throws OperationException if there is none, or it has no part to roll back with
    public Migration newest() {
        return newest(history());
    }

    private Migration newest(History history) {
        history.refuseUnfit();
        Migration newest = history.newest()
                .map(this::known)
                .orElseThrow(() -> new OperationException("There is no applied migration to roll back."));
        if (newest.down().isEmpty()) {
            throw new OperationException(
                    newest.up().name()
                            + " has no -- migrate:down part, so it cannot be rolled back. Undo it with a new migration, or restore a backup.");
        }
        return newest;
    }

    private Migration known(Entry entry) {
        return known.stream()
                .filter(each -> each.toString().equals(entry.name()))
                .findFirst()
                .orElseThrow();
    }

    /// Rolls a migration back.
    ///
    /// @param newest the migration, which must still be the newest
    public void rollBack(Migration newest, Precondition precondition, Progress progress) {
        inTurn(progress, (connection, history) -> {
            precondition.require(connection);
            if (!newest(history).equals(newest)) {
                throw new OperationException(
                        "Nothing was changed: %s is no longer the newest migration. See: cruddur db status"
                                .formatted(newest));
            }
            progress.step("rolling back " + newest);
            Rows.change(connection, DELETE.with("version", newest.version()));
            new SqlFile(newest.down().orElseThrow()).run(connection);
            return newest;
        });
    }

    @FunctionalInterface
    private interface Turn<T> {
        T with(Connection connection, History history) throws SQLException;
    }

    private <T> T inTurn(Progress progress, Turn<T> turn) {
        return inTurn(ATTEMPTS, progress, turn);
    }

    /// Does work while no other process migrates; repeats it if other sessions blocked it.
    private <T> T inTurn(int attempts, Progress progress, Turn<T> turn) {
        try {
            return database.run(connection -> inTurn(connection, progress, turn));
        } catch (OperationException e) {
            if (!isBlocked(e)) {
                throw e;
            }
            if (attempts == 1) {
                throw blocked(e);
            }
            progress.step("other sessions hold a lock that this needs; giving way, then trying again");
            pause();
            return inTurn(attempts - 1, progress, turn);
        }
    }

    private <T> T inTurn(Connection connection, Progress progress, Turn<T> turn) throws SQLException {
        connection.setAutoCommit(false);
        awaitTurn(connection, progress);
        LIMITS.run(connection);
        History history = history(connection);
        history.refuseUnfit();
        T result = turn.with(connection, history);
        connection.commit();
        return result;
    }

    private static void awaitTurn(Connection connection, Progress progress) throws SQLException {
        if (!Rows.of(connection, TRY_LOCK.bare(), row -> row.getBoolean(1)).getFirst()) {
            progress.step("waiting for another migration to end");
            Rows.of(connection, LOCK.bare(), row -> "");
        }
    }

    private static boolean isBlocked(OperationException e) {
        return e.getCause() instanceof SQLException cause && BLOCKED.contains(String.valueOf(cause.getSQLState()));
    }

    private static OperationException blocked(OperationException e) {
        return new OperationException(
                "Other sessions hold a lock that this needs, even after it gave way %d times. Find them with cruddur db sessions, and try again.%n%s"
                        .formatted(ATTEMPTS, e.getMessage()),
                e);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("Interrupted while giving way to other sessions", e);
        }
    }
}
