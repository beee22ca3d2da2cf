package cruddur.embedded;

import cruddur.operations.IoReason;
import cruddur.operations.OperationException;
import cruddur.operations.Progress;
import cruddur.sql.ConnectionUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A PostgreSQL in a [DataFolder], for machines without one.
///
/// It keeps people's data: `fsync` and `synchronous_commit` are on, a password is required, and it
/// listens on the loopback address only. It outlives a process that was killed; the next [#start]
/// takes it over.
public final class EmbeddedPostgres {

    public static final String SUPERUSER = "postgres";

    static final String PASSWORD = "password";

    /// Recovery after a crash comes before the first answer, and may take a while.
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    /// The remaining processes of a killed server release the cluster within this time.
    private static final Duration LINGER = Duration.ofSeconds(10);

    private final DataFolder folder;
    private final PostgresArchive archive;
    private final PostgresPrograms programs;
    private final PidFile pidFile;
    private final ClusterSettings clusterSettings;
    private Map<String, String> settings = Map.of();
    private volatile boolean stopped;

    private EmbeddedPostgres(DataFolder folder, PostgresArchive archive) {
        this.folder = folder;
        this.archive = archive;
        this.programs = new PostgresPrograms(archive.folderIn(programsOf(folder)), folder.path());
        this.pidFile = new PidFile(data());
        this.clusterSettings = new ClusterSettings(data());
    }

    /// The cluster in the folder, started.
    ///
    /// @param settings of PostgreSQL, in addition to those that are always set
    public static EmbeddedPostgres start(
            DataFolder folder, PostgresArchive archive, Map<String, String> settings, Progress progress) {
        EmbeddedPostgres postgres = in(folder, archive);
        postgres.start(settings, progress);
        return postgres;
    }

    /// The cluster in the folder, not started, so that another thread can stop it during its start.
    public static EmbeddedPostgres in(DataFolder folder, PostgresArchive archive) {
        return new EmbeddedPostgres(folder, archive);
    }

    /// Starts it, and creates it the first time. Returns when it answers.
    ///
    /// @param settings of PostgreSQL, in addition to those that are always set
    /// @throws OperationException also if it is stopped during the start
    public synchronized void start(Map<String, String> settings, Progress progress) {
        this.settings = settings;
        goOn();
        DiskSpace.require(folder.path(), isCreated(folder) ? DiskSpace.TO_START : DiskSpace.TO_BEGIN);
        ensurePrograms(progress);
        goOn();
        ensureCluster(progress);
        goOn();
        ensurePassword(progress);
        goOn();
        log().rotate();
        startOrTakeOver(progress);
    }

    /// Starts it again, at the same address.
    ///
    /// @throws OperationException also if another program has taken its port
    synchronized void restart(Progress progress) {
        int port = clusterSettings.port();
        goOn();
        startOrTakeOver(progress);
        if (clusterSettings.port() != port) {
            throw new OperationException("PostgreSQL ended, and another program has taken its port, " + port
                    + ". Start again: PostgreSQL then takes another port.");
        }
    }

    /// Whether it ended without [#stop].
    boolean hasCrashed() {
        return pidFile.process().isEmpty() && !stopped;
    }

    boolean isStopped() {
        return stopped;
    }

    private void goOn() {
        if (stopped) {
            throw new OperationException("PostgreSQL was stopped during its start.");
        }
    }

    /// Stops it for good: connections end, no data is lost. If it is starting, waits for the current
    /// step to end. Does nothing if it is not running.
    public void stop() {
        stopped = true;
        synchronized (this) {
            stopIfRunning();
        }
    }

    private void stopIfRunning() {
        if (pidFile.process().isPresent()) {
            programs.run(STOP_TIMEOUT, pgCtl("stop", STOP_TIMEOUT, "--mode=fast"));
        }
    }

    private static Path programsOf(DataFolder folder) {
        return folder.path().resolve("postgresql");
    }

    /// The address of one of its databases, with the password.
    public ConnectionUrl url(String database) {
        return url(folder, database);
    }

    /// The address of a database of the cluster in this folder, also if another process started it.
    public static ConnectionUrl url(DataFolder folder, String database) {
        return new ConnectionUrl(
                SUPERUSER,
                folder.read(PASSWORD),
                "127.0.0.1",
                new ClusterSettings(dataOf(folder)).port(),
                database,
                Map.of());
    }

    /// Whether there is a cluster in this folder, running or not.
    public static boolean isCreated(DataFolder folder) {
        return Files.exists(dataOf(folder));
    }

    /// A running server is not taken over if its programs had changed on disk.
    private void ensurePrograms(Progress progress) {
        if (archive.unpackIn(programsOf(folder), progress)) {
            stopIfRunning();
        }
    }

    private void ensureCluster(Progress progress) {
        NewCluster cluster = new NewCluster(folder, programs);
        if (Files.exists(data())) {
            refuseAnotherVersion(cluster.major());
        } else {
            progress.step("creating a database cluster");
            cluster.at(data());
        }
    }

    private void refuseAnotherVersion(int major) {
        Path file = data().resolve("PG_VERSION");
        String version = DataFolder.textOf(file).strip();
        if (version.isEmpty()) {
            throw new OperationException(
                    "%s is missing or empty, so the database cluster is incomplete. Restore the folder from a copy, or move it away to start with new data."
                            .formatted(file));
        }
        if (!version.equals(Integer.toString(major))) {
            throw new OperationException("The data in %s is of PostgreSQL %s, and this is PostgreSQL %d."
                            .formatted(folder.path(), version, major)
                    + " Move that folder away to start with new data.");
        }
    }

    private void ensurePassword(Progress progress) {
        SuperuserPassword password = new SuperuserPassword(folder, programs);
        if (password.isLost()) {
            progress.step("setting a new password for PostgreSQL, because %s is missing or damaged"
                    .formatted(folder.path().resolve(PASSWORD)));
            stopIfRunning();
            removeStalePid();
            clusterSettings.write(settings);
            password.reset(data());
        }
    }

    /// Takes over a server that outlived the process that started it.
    private void startOrTakeOver(Progress progress) {
        Instant begun = Instant.now();
        while (!pidFile.isReady() && !tryStart(progress)) {
            if (Instant.now().isAfter(begun.plus(patience()))) {
                throw new OperationException(whyNotStarted());
            }
            pause(Duration.ofMillis(100));
        }
    }

    /// A server that outlived its starter may still be recovering from a crash, or stopping.
    private Duration patience() {
        return pidFile.isChanging() ? START_TIMEOUT : LINGER;
    }

    private boolean tryStart(Progress progress) {
        if (pidFile.process().isPresent()) {
            return false;
        }
        removeStalePid();
        clusterSettings.write(settings);
        progress.step("starting PostgreSQL");
        return programs.succeeds(START_TIMEOUT, pgCtl("start", START_TIMEOUT, "--log=" + log().file()));
    }

    private String whyNotStarted() {
        return pidFile.process()
                .map(process ->
                        "PostgreSQL runs as process %d, but is not ready according to %s. End it with kill -INT %d, then start again."
                                .formatted(process.pid(), pidFile.path(), process.pid()))
                .orElseGet(() -> "PostgreSQL does not start. The end of its log, %s:\n%s"
                        .formatted(log().file(), log().lastLines()));
    }

    /// Removes a stale `postmaster.pid`. PostgreSQL would take any living process with that number for
    /// itself, and after a restart of the machine the number may be another program's.
    private void removeStalePid() {
        try {
            Files.deleteIfExists(pidFile.path());
        } catch (IOException e) {
            throw new OperationException(
                    "Cannot remove " + pidFile.path() + ", which a stopped PostgreSQL left: " + IoReason.of(e), e);
        }
    }

    private List<String> pgCtl(String verb, Duration timeout, String option) {
        return List.of("pg_ctl", verb, "--pgdata=" + data(), "--wait", "--timeout=" + timeout.toSeconds(), option);
    }

    private Path data() {
        return dataOf(folder);
    }

    private static Path dataOf(DataFolder folder) {
        return folder.path().resolve("data");
    }

    PostgresLog log() {
        return new PostgresLog(folder.path().resolve("postgresql.log"));
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("Interrupted while waiting for PostgreSQL", e);
        }
    }
}
