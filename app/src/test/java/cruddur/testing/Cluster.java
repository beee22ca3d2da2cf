package cruddur.testing;

import cruddur.operations.DataFolder;
import cruddur.operations.Databases;
import cruddur.operations.EmbeddedPostgres;
import cruddur.operations.Mark;
import cruddur.operations.PostgresArchive;
import cruddur.sql.ConnectionUrl;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// The PostgreSQL clusters of the tests: the oldest and the newest version that are supported. Each
/// starts when a test first asks for it, and stops with the tests.
@SuppressWarnings("ImmutableEnumChecker") // one cluster of each kind is what the tests share
public enum Cluster {
    OLDEST(new PostgresArchive(Path.of("target/oldest-postgresql.jar").toAbsolutePath())),
    NEWEST(PostgresArchive.bundled());

    private final PostgresArchive archive;
    private @Nullable EmbeddedPostgres running;

    Cluster(PostgresArchive archive) {
        this.archive = archive;
    }

    /// A database with the schema alone.
    public ConnectionUrl empty() {
        return filled(false);
    }

    /// A database with the seed world.
    public ConnectionUrl seeded() {
        return filled(true);
    }

    /// The address of a database that does not exist.
    public ConnectionUrl missing() {
        return postgres().url("test_" + UUID.randomUUID().toString().replace("-", ""));
    }

    private ConnectionUrl filled(boolean seed) {
        ConnectionUrl url = missing();
        Databases database = new Databases(url);
        database.create();
        database.load(Mark.DEV, seed);
        return url;
    }

    private synchronized EmbeddedPostgres postgres() {
        if (running == null) {
            running = start();
            Runtime.getRuntime().addShutdownHook(new Thread(running::stop));
        }
        return running;
    }

    private EmbeddedPostgres start() {
        // The tests' data need not survive a crash of the machine.
        Map<String, String> settings = Map.of("fsync", "off", "max_connections", "300");
        Path folder = Path.of("target", "postgresql-" + name().toLowerCase(Locale.ROOT));
        return EmbeddedPostgres.start(
                DataFolder.at(folder.toAbsolutePath()), archive, settings, _ -> {});
    }
}
