package cruddur.cli.db;

import cruddur.administration.DatabaseAdmin;
import cruddur.cli.common.Home;
import cruddur.cli.common.Shutdown;
import cruddur.cli.common.Target;
import cruddur.cli.common.Terminal;
import cruddur.embedded.DataFolder;
import cruddur.embedded.EmbeddedPostgres;
import cruddur.embedded.PostgresArchive;
import cruddur.operations.OperationException;
import cruddur.settings.Settings;
import cruddur.sql.ConnectionUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// The database of a command's target.
///
/// The embedded one is started for the command if no other process runs it, and stopped when the
/// process ends.
///
/// @param command the name under which it holds the embedded one, for example `cruddur db drop`
public record TargetDatabase(Target target, String command, Settings settings, Terminal terminal, Shutdown shutdown) {

    /// Enough for another command to create the cluster, also on a slow machine, but not for an open psql.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    public TargetDatabase(Target target, String command, Settings settings, Terminal terminal) {
        this(target, command, settings, terminal, new Shutdown());
    }

    /// Finds the database, which need not exist, and prints which it is.
    ///
    /// @throws OperationException if it is the embedded one, and that was never created
    DatabaseAdmin find() {
        if (isEmbedded() && !EmbeddedPostgres.isCreated(folder())) {
            throw new OperationException(
                    "There is no database on this machine yet. Create one with cruddur db create, or start the whole system with cruddur up");
        }
        return findOrCreate();
    }

    /// The same, for commands that only read; refuses production reached as dev.
    public DatabaseAdmin toRead() {
        DatabaseAdmin database = find();
        target.requireReadable(database.mark(), database.url());
        return database;
    }

    /// The same, for commands that change rows; refuses a database that has the other target's mark.
    public DatabaseAdmin toChange() {
        DatabaseAdmin database = find();
        new ProductionCheck(target, settings, terminal).require(database.mark(), database.url());
        return database;
    }

    /// The same as [#find], but creates the embedded cluster if there is none.
    DatabaseAdmin findOrCreate() {
        ConnectionUrl url = isEmbedded() ? embedded(folder()) : target.url(settings);
        terminal.report(
                "Cruddur: %s: database %s at %s, as %s".formatted(target, url.database(), server(url), url.user()));
        return new DatabaseAdmin(url);
    }

    /// Waits until its server answers.
    ///
    /// @throws cruddur.operations.UnreachableException if it does not answer in time
    static void await(DatabaseAdmin database, Duration patience, Terminal terminal) {
        terminal.during("waiting for " + server(database.url()), () -> {
            database.await(patience);
            return true;
        });
    }

    static String server(ConnectionUrl url) {
        return url.host() + ":" + url.port();
    }

    private boolean isEmbedded() {
        return target.isEmbedded(settings);
    }

    private DataFolder folder() {
        return Home.folder(settings);
    }

    private ConnectionUrl embedded(DataFolder folder) {
        if (holds(folder)) {
            EmbeddedPostgres postgres = EmbeddedPostgres.in(folder, PostgresArchive.bundled());
            shutdown.alsoStop(postgres::stop);
            postgres.start(Map.of(), terminal::step);
        }
        return EmbeddedPostgres.url(folder, Home.DATABASE);
    }

    /// Whether this command starts the cluster: not if `up` runs it. If another command runs it, this
    /// one waits, because that command stops it at its end.
    private boolean holds(DataFolder folder) {
        return terminal.during("waiting for another command that uses " + folder.path(), () -> {
            Instant deadline = Instant.now().plus(PATIENCE);
            while (folder.lock(command).isEmpty()) {
                if (folder.holder().filter(Home.COMMAND::equals).isPresent()) {
                    return false;
                }
                pauseUntil(deadline, folder);
            }
            return true;
        });
    }

    private static void pauseUntil(Instant deadline, DataFolder folder) {
        if (Instant.now().isAfter(deadline)) {
            throw new OperationException(Home.inUse(folder));
        }
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("Interrupted while waiting for " + folder.path(), e);
        }
    }
}
