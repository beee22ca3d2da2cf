package cruddur.testing;

import cruddur.administration.DatabaseAdmin;
import cruddur.administration.Mark;
import cruddur.embedded.DataFolder;
import cruddur.embedded.EmbeddedPostgres;
import cruddur.embedded.PostgresArchive;
import cruddur.jdbc.Precondition;
import cruddur.sql.ConnectionUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The PostgreSQL clusters of the tests: the oldest and the newest supported version. Each starts at
/// its first use, and stops with the tests.
@SuppressWarnings("ImmutableEnumChecker") // one cluster of each kind is what the tests share
public enum Cluster {
    OLDEST(new PostgresArchive(Path.of("target/oldest-postgresql.jar").toAbsolutePath())),
    NEWEST(PostgresArchive.bundled());

    /// A folder of this process. The lock is kept, because it would end with its object.
    private record Claim(Path folder, FileLock lock) {}

    /// The tests run in several processes at a time, and each has clusters of its own.
    private static final Claim CLAIM = claim();

    private final PostgresArchive archive;
    private @Nullable EmbeddedPostgres running;
    private @Nullable String template;

    Cluster(PostgresArchive archive) {
        this.archive = archive;
    }

    /// A database with the schema only.
    public ConnectionUrl empty() {
        return filled(false);
    }

    /// A database with the schema only.
    ///
    /// @param options of `create database`, in SQL, for example a locale
    public ConnectionUrl empty(String options) {
        ConnectionUrl url = missing();
        new Sql(url.withDatabase("postgres"))
                .run("create database \"" + url.database() + "\" template template0 " + options);
        new DatabaseAdmin(Sql.patient(url)).load(Mark.DEV, false);
        return url;
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
        new Sql(url.withDatabase("postgres"))
                .run("create database \"" + url.database() + "\" template \"" + template() + "\"");
        if (seed) {
            new DatabaseAdmin(Sql.patient(url)).seed(Precondition.NONE);
        }
        return url;
    }

    /// A database with the schema only. Copying it is quicker than loading the schema.
    private synchronized String template() {
        if (template == null) {
            ConnectionUrl url = missing();
            DatabaseAdmin database = new DatabaseAdmin(Sql.patient(url));
            database.create();
            database.load(Mark.DEV, false);
            template = url.database();
        }
        return template;
    }

    /// The first folder that no other process has locked. The lock ends with the process.
    private static Claim claim() {
        for (int i = 0; ; i++) {
            Path folder = Path.of("target", "clusters-" + i);
            Optional<FileLock> lock = lock(folder);
            if (lock.isPresent()) {
                System.setProperty(Ports.OF_POSTGRES, Ports.firstOfPostgres());
                return new Claim(folder, lock.get());
            }
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // closing it would end the lock
    private static Optional<FileLock> lock(Path folder) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve("lock");
            return Optional.ofNullable(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .tryLock());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized EmbeddedPostgres postgres() {
        if (running == null) {
            running = start();
            dropEarlierDatabases(running);
            Runtime.getRuntime().addShutdownHook(new Thread(running::stop));
        }
        return running;
    }

    /// Those of earlier runs, which would fill the disk.
    private static void dropEarlierDatabases(EmbeddedPostgres postgres) {
        Sql sql = Sql.keeping(postgres.url("postgres"));
        sql.run("select datname from pg_database where datname like 'test%'")
                .forEach(name -> sql.run("drop database \"" + name + "\""));
    }

    /// Puts the programs of the newest PostgreSQL into a new folder, because unpacking them takes much longer.
    public static void copyPrograms(DataFolder folder) {
        NEWEST.postgres();
        copy(NEWEST.folder().resolve("postgresql"), folder.path().resolve("postgresql"));
    }

    static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path folder() {
        return CLAIM.folder.resolve("postgresql-" + name().toLowerCase(Locale.ROOT));
    }

    private EmbeddedPostgres start() {
        // The tests' data need not survive a crash of the machine.
        Map<String, String> settings = Map.of("fsync", "off", "max_connections", "300");
        return EmbeddedPostgres.start(DataFolder.at(folder().toAbsolutePath()), archive, settings, _ -> {});
    }
}
