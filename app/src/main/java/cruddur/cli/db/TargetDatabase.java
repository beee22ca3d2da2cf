package cruddur.cli.db;

import cruddur.cli.common.Home;
import cruddur.cli.common.Shutdown;
import cruddur.cli.common.Target;
import cruddur.cli.common.Terminal;
import cruddur.operations.DataFolder;
import cruddur.operations.Databases;
import cruddur.operations.EmbeddedPostgres;
import cruddur.operations.OperationException;
import cruddur.operations.PostgresArchive;
import cruddur.sql.ConnectionUrl;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// The database that a command is about, and the way to it.
///
/// The embedded one is started for the command if nobody else runs it, and stopped when the process
/// ends.
///
/// @param command as others are told who runs the embedded one, for example `cruddur db drop`
public record TargetDatabase(
        Target target,
        String command,
        Map<String, String> environment,
        Terminal terminal,
        Shutdown shutdown) {

    /// Another command of this kind is done by then, unless somebody works in its psql.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public TargetDatabase(
            Target target, String command, Map<String, String> environment, Terminal terminal) {
        this(target, command, environment, terminal, new Shutdown());
    }

    /// Finds it, and says which it is. It need not exist.
    ///
    /// @throws OperationException if it would be the embedded one, and there is none
    Databases find() {
        if (isEmbedded() && !EmbeddedPostgres.isMade(folder())) {
            throw new OperationException(
                    "There is no database on this machine yet. Make one with: cruddur db create. Or all there is, with: cruddur up");
        }
        return findOrMake();
    }

    /// The same, for whoever only reads; refuses production reached as dev.
    public Databases toRead() {
        Databases database = find();
        target.mayRead(database.mark(), database.url());
        return database;
    }

    /// The same, for whoever changes rows; refuses a database that is marked as the other target's.
    public Databases toChange() {
        Databases database = find();
        target.mayChange(database.mark(), database.url());
        return database;
    }

    /// The same as [#find], but makes the embedded cluster if there is none.
    Databases findOrMake() {
        ConnectionUrl url = isEmbedded() ? embedded(folder()) : target.url(environment);
        terminal.say(
                "Cruddur: %s: database %s at %s, as %s"
                        .formatted(target, url.database(), server(url), url.user()));
        return new Databases(url);
    }

    /// Waits until its server answers.
    ///
    /// @throws cruddur.operations.UnreachableException if it does not in time
    static void await(Databases database, Duration patience, Terminal terminal) {
        terminal.during(
                "waiting for " + server(database.url()),
                () -> {
                    database.await(patience);
                    return true;
                });
    }

    static String server(ConnectionUrl url) {
        return url.host() + ":" + url.port();
    }

    private boolean isEmbedded() {
        return target.isEmbedded(environment);
    }

    private DataFolder folder() {
        return Home.folder(environment);
    }

    private ConnectionUrl embedded(DataFolder folder) {
        if (holds(folder)) {
            EmbeddedPostgres postgres = EmbeddedPostgres.in(folder, PostgresArchive.bundled());
            shutdown.alsoStop(postgres::stop);
            postgres.start(Map.of(), terminal::step);
        }
        return EmbeddedPostgres.url(folder, Home.DATABASE);
    }

    /// Whether the cluster is this command's to start: no if `up` runs it. Who else does is waited
    /// for, because they stop it at their end.
    private boolean holds(DataFolder folder) {
        return terminal.during(
                "waiting for another command that uses " + folder.path(),
                () -> {
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
