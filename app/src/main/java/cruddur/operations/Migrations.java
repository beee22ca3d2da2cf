package cruddur.operations;

import cruddur.operations.History.Applied;
import cruddur.operations.History.Entry;
import cruddur.operations.History.Kind;
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

/// Brings the schema of a database up to this version of Cruddur, and back. Blocks.
///
/// A migration, the note that it was applied, and the lock that lets one migrator at a time are one
/// transaction: they end together, whatever becomes of the migrator.
///
/// A migration waits for what others hold for a second at most, because all who come later wait
/// behind it; then it makes way, and tries again. A statement that needs more than a minute must
/// say so in its file: `set local statement_timeout = …`.
public final class Migrations {

    private static final Query KIND = Query.load("schema_migrations/kind");
    private static final Query APPLIED = Query.load("schema_migrations/applied");
    private static final Query PUT = Query.load("schema_migrations/put");
    private static final Query DELETE = Query.load("schema_migrations/delete");
    private static final Query TRY_LOCK = Query.load("schema_migrations/try_lock");
    private static final Query LOCK = Query.load("schema_migrations/lock");

    /// The schema that the first migration leads on from, as `cruddur up` noted it.
    private static final String BASELINE = "4a0a8d4b93beef4e";

    /// Lock not available, deadlock.
    private static final Set<String> IN_THE_WAY = Set.of("55P03", "40P01");

    private static final int ATTEMPTS = 5;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final SqlFile LIMITS =
            new SqlFile(
                    Script.of(
                            "limits",
                            """
                            set local lock_timeout = '1s';
                            set local statement_timeout = '1min';
                            set local idle_in_transaction_session_timeout = '1min';
                            """));

    private final Databases database;
    private final List<Migration> known;

    public Migrations(ConnectionUrl url) {
        this.database = new Databases(url);
        this.known = Migration.all();
    }

    /// Compares the database with this version.
    public History history() {
        return database.run(this::history);
    }

    private History history(Connection connection) throws SQLException {
        Kind kind =
                Rows.of(connection, KIND.with("baseline", BASELINE), row -> kind(row.getString(1)))
                        .getFirst();
        return History.of(
                kind,
                kind == Kind.MIGRATED
                        ? Rows.of(connection, APPLIED.bare(), Migrations::applied)
                        : List.of(),
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

    /// Applies what is missing, each in a transaction of its own.
    ///
    /// @param progress is told before each
    /// @return what was applied
    /// @throws OperationException for a database that this version cannot lead on from; with file,
    ///   line and statement if one fails
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
        return inTurn(
                progress,
                (connection, history) -> {
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

    /// The migration that [#rollBack] would take back.
    ///
    /// @throws OperationException if there is none, or none that can be taken back
    public Migration newest() {
        return newest(history());
    }

    private Migration newest(History history) {
        history.refuseUnfit();
        Migration newest =
                history.newest()
                        .map(this::known)
                        .orElseThrow(
                                () ->
                                        new OperationException(
                                                "No migration was applied, so there is none to roll back."));
        if (newest.down().isEmpty()) {
            throw new OperationException(
                    newest.up().name()
                            + " has no part -- migrate:down, so it cannot be rolled back. Undo it by a new migration, or restore a backup.");
        }
        return newest;
    }

    private Migration known(Entry entry) {
        return known.stream()
                .filter(each -> each.toString().equals(entry.name()))
                .findFirst()
                .orElseThrow();
    }

    /// Takes a migration back.
    ///
    /// @param newest which it must still be
    public void rollBack(Migration newest, Progress progress) {
        inTurn(
                progress,
                (connection, history) -> {
                    if (!newest(history).equals(newest)) {
                        throw new OperationException(
                                "Nothing was changed: meanwhile, %s is not the newest migration any more. See: cruddur db status"
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

    /// Does something while nobody else migrates; again, if others were in the way.
    private <T> T inTurn(int attempts, Progress progress, Turn<T> turn) {
        try {
            return database.run(connection -> inTurn(connection, progress, turn));
        } catch (OperationException e) {
            if (!wereInTheWay(e)) {
                throw e;
            }
            if (attempts == 1) {
                throw madeWay(e);
            }
            progress.step("others hold what this needs; making way for them, and trying again");
            pause();
            return inTurn(attempts - 1, progress, turn);
        }
    }

    private <T> T inTurn(Connection connection, Progress progress, Turn<T> turn)
            throws SQLException {
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

    private static boolean wereInTheWay(OperationException e) {
        return e.getCause() instanceof SQLException cause
                && IN_THE_WAY.contains(String.valueOf(cause.getSQLState()));
    }

    private static OperationException madeWay(OperationException e) {
        return new OperationException(
                "Others hold what this needs, and it made way for them %d times, so that nobody waits behind it. See who they are with cruddur db sessions, and try again.%n%s"
                        .formatted(ATTEMPTS, e.getMessage()),
                e);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("Interrupted while making way for others", e);
        }
    }
}
