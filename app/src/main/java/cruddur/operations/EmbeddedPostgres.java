package cruddur.operations;

import cruddur.sql.ConnectionUrl;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A PostgreSQL of our own, in a [DataFolder], for whoever has none.
///
/// It is a database that keeps people's data: `fsync` and `synchronous_commit` are on, it asks for
/// a password, and it listens on the loopback address alone. It outlives a process that was killed;
/// the next [#start] takes it over.
public final class EmbeddedPostgres {

    public static final String SUPERUSER = "postgres";

    static final String PASSWORD = "password";
    static final String SETTINGS = "cruddur.conf";

    private static final int FIRST_PORT = 54_320;
    private static final String PORT_SETTING = "port = ";

    /// Recovery after a crash comes before the first answer, and may take a while.
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    /// What remains of a killed server lets go of the cluster within this time.
    private static final Duration LINGER = Duration.ofSeconds(10);

    private final DataFolder folder;
    private final PostgresArchive archive;
    private final PostgresPrograms programs;
    private volatile boolean stopped;

    private EmbeddedPostgres(DataFolder folder, PostgresArchive archive) {
        this.folder = folder;
        this.archive = archive;
        this.programs = new PostgresPrograms(archive.folderIn(programsOf(folder)), folder.path());
    }

    /// The cluster in the folder, started.
    ///
    /// @param settings of PostgreSQL, over those that are always set
    public static EmbeddedPostgres start(
            DataFolder folder,
            PostgresArchive archive,
            Map<String, String> settings,
            Progress progress) {
        EmbeddedPostgres postgres = in(folder, archive);
        postgres.start(settings, progress);
        return postgres;
    }

    /// The cluster in the folder, not started yet; for whoever must be able to stop it meanwhile.
    public static EmbeddedPostgres in(DataFolder folder, PostgresArchive archive) {
        return new EmbeddedPostgres(folder, archive);
    }

    /// Starts it, after making it the first time, and returns when it answers.
    ///
    /// @param settings of PostgreSQL, over those that are always set
    /// @throws OperationException also if it is stopped meanwhile
    public synchronized void start(Map<String, String> settings, Progress progress) {
        goOn();
        archive.unpackIn(programsOf(folder), progress);
        goOn();
        haveCluster(progress);
        goOn();
        startOrTakeOver(settings, progress);
    }

    private void goOn() {
        if (stopped) {
            throw new OperationException("PostgreSQL was stopped before its start was done.");
        }
    }

    /// Stops it, for good: connections are ended, nothing is lost. While it starts, waits for the
    /// end of the step that is under way. Does nothing if it does not run.
    public void stop() {
        stopped = true;
        synchronized (this) {
            if (runningProcess().isPresent()) {
                programs.run(STOP_TIMEOUT, pgCtl("stop", STOP_TIMEOUT, "--mode=fast"));
            }
        }
    }

    private static Path programsOf(DataFolder folder) {
        return folder.path().resolve("postgresql");
    }

    /// The address of one of its databases, with the password.
    public ConnectionUrl url(String database) {
        return url(folder, database);
    }

    /// The address of a database of the cluster in this folder, whoever started it.
    public static ConnectionUrl url(DataFolder folder, String database) {
        return new ConnectionUrl(
                SUPERUSER,
                folder.read(PASSWORD),
                "127.0.0.1",
                configuredPort(folder).orElse(FIRST_PORT),
                database,
                Map.of());
    }

    /// Whether there is a cluster in this folder, started or not.
    public static boolean isMade(DataFolder folder) {
        return Files.exists(folder.path().resolve("data"));
    }

    private void haveCluster(Progress progress) {
        NewCluster cluster = new NewCluster(folder, programs);
        if (Files.exists(data())) {
            refuseAnotherVersion(cluster.major());
        } else {
            progress.step("making a database cluster");
            cluster.at(data());
        }
    }

    private void refuseAnotherVersion(int major) {
        String made = read(data().resolve("PG_VERSION")).strip();
        if (!made.equals(Integer.toString(major))) {
            throw new OperationException(
                    "The data in %s was made by PostgreSQL %s, and this is PostgreSQL %d."
                                    .formatted(folder.path(), made, major)
                            + " Move that folder away to start with new data.");
        }
    }

    private void startOrTakeOver(Map<String, String> settings, Progress progress) {
        Instant deadline = Instant.now().plus(LINGER);
        while (!isReady() && !tryStart(settings, progress)) {
            if (Instant.now().isAfter(deadline)) {
                throw new OperationException(
                        "PostgreSQL does not start. Its last words, from "
                                + log()
                                + ":\n"
                                + lastWords());
            }
            pause();
        }
    }

    /// Whether a server that outlived the process that had started it takes connections.
    private boolean isReady() {
        List<String> pidFile = read(data().resolve("postmaster.pid")).lines().toList();
        return runningProcess().isPresent()
                && pidFile.size() > 7
                && pidFile.get(7).strip().equals("ready");
    }

    private boolean tryStart(Map<String, String> settings, Progress progress) {
        if (runningProcess().isPresent()) {
            return false;
        }
        removeStalePid();
        configure(settings);
        progress.step("starting PostgreSQL");
        return programs.succeeds(START_TIMEOUT, pgCtl("start", START_TIMEOUT, "--log=" + log()));
    }

    /// The server's process, if it runs: the one that the cluster names, unless its number went to
    /// another program.
    private Optional<ProcessHandle> runningProcess() {
        return read(data().resolve("postmaster.pid"))
                .lines()
                .findFirst()
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
                .filter(EmbeddedPostgres::isPostgres);
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().filter(name -> name.endsWith("postgres")).isPresent();
    }

    /// PostgreSQL takes any living process for itself; after a restart of the machine, the number
    /// is somebody else's.
    private void removeStalePid() {
        try {
            Files.deleteIfExists(data().resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new OperationException(
                    "Cannot remove the pid file in " + data() + ": " + e.getMessage(), e);
        }
    }

    private void configure(Map<String, String> settings) {
        StringBuilder conf =
                new StringBuilder(
                        """
                        # Written at every start.
                        listen_addresses = '127.0.0.1'
                        unix_socket_directories = ''
                        password_encryption = 'scram-sha-256'
                        fsync = on
                        synchronous_commit = on
                        timezone = 'UTC'
                        log_timezone = 'UTC'
                        """);
        conf.append(PORT_SETTING).append(freePort()).append('\n');
        settings.forEach((name, value) -> conf.append("%s = '%s'\n".formatted(name, value)));
        try {
            Files.writeString(data().resolve(SETTINGS), conf);
        } catch (IOException e) {
            throw new OperationException(
                    "Cannot write the settings of PostgreSQL: " + e.getMessage(), e);
        }
    }

    /// The port of the last time, so that an IDE finds it again, unless somebody else has it now.
    private int freePort() {
        IntStream last = configuredPort(folder).stream().mapToInt(Integer::intValue);
        return IntStream.concat(last, IntStream.range(FIRST_PORT, FIRST_PORT + 1000))
                .filter(EmbeddedPostgres::isFree)
                .findFirst()
                .orElseThrow(() -> new OperationException("No port is free for PostgreSQL"));
    }

    private static Optional<Integer> configuredPort(DataFolder folder) {
        return read(folder.path().resolve("data").resolve(SETTINGS))
                .lines()
                .filter(line -> line.startsWith(PORT_SETTING))
                .map(line -> Integer.parseInt(line.substring(PORT_SETTING.length())))
                .findFirst();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private List<String> pgCtl(String verb, Duration timeout, String option) {
        return List.of(
                "pg_ctl",
                verb,
                "--pgdata=" + data(),
                "--wait",
                "--timeout=" + timeout.toSeconds(),
                option);
    }

    private Path data() {
        return folder.path().resolve("data");
    }

    private Path log() {
        return folder.path().resolve("postgresql.log");
    }

    private String lastWords() {
        List<String> lines = read(log()).lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new OperationException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("Interrupted while PostgreSQL was starting", e);
        }
    }
}
