package cruddur.operations;

import com.sun.security.auth.module.UnixSystem;

import cruddur.sql.ConnectionUrl;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A PostgreSQL of our own, in a [DataFolder], for whoever has none.
///
/// It is a database that keeps people's data: `fsync` and `synchronous_commit` are on, it asks for
/// a password, and it listens on the loopback address alone. It outlives a process that was killed;
/// the next [#start] takes it over.
public final class EmbeddedPostgres {

    public static final String SUPERUSER = "postgres";

    private static final int FIRST_PORT = 54_320;
    private static final String PORT_SETTING = "port = ";

    /// Recovery after a crash comes before the first answer, and may take a while.
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    /// What remains of a killed server lets go of the cluster within this time.
    private static final Duration LINGER = Duration.ofSeconds(10);

    private final DataFolder folder;
    private final Path programs;

    private EmbeddedPostgres(DataFolder folder, Path programs) {
        this.folder = folder;
        this.programs = programs;
    }

    /// Starts the cluster in the folder, which it makes the first time, and returns when it
    /// answers.
    ///
    /// @param settings of PostgreSQL, over those that are always set
    public static EmbeddedPostgres start(
            DataFolder folder,
            PostgresArchive archive,
            Map<String, String> settings,
            Progress progress) {
        EmbeddedPostgres postgres =
                new EmbeddedPostgres(
                        folder, archive.unpackedIn(folder.path().resolve("postgresql"), progress));
        postgres.initialize(progress);
        postgres.startOrTakeOver(settings, progress);
        return postgres;
    }

    /// The address of one of its databases, with the password.
    public ConnectionUrl url(String database) {
        return url(folder, database);
    }

    /// The address of a database of the cluster in this folder, whoever started it.
    public static ConnectionUrl url(DataFolder folder, String database) {
        return new ConnectionUrl(
                SUPERUSER,
                folder.read("password"),
                "127.0.0.1",
                configuredPort(folder).orElse(FIRST_PORT),
                database,
                Map.of());
    }

    /// Stops it: connections are ended, nothing is lost. Does nothing if it does not run.
    public void stop() {
        if (runningProcess().isPresent()) {
            run(
                    STOP_TIMEOUT,
                    "pg_ctl",
                    "stop",
                    "-D",
                    data().toString(),
                    "-m",
                    "fast",
                    "-w",
                    "-t",
                    Long.toString(STOP_TIMEOUT.toSeconds()));
        }
    }

    private Path data() {
        return folder.path().resolve("data");
    }

    private static String newPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    // Making the cluster

    /// Makes the cluster beside its place and moves it there, so that one that was interrupted is
    /// never taken for one that is complete.
    private void initialize(Progress progress) {
        if (Files.exists(data())) {
            refuseAnotherVersion();
            return;
        }
        progress.step("making a database cluster");
        folder.secret("password", EmbeddedPostgres::newPassword);
        Path beside = folder.path().resolve("data.new");
        removeAll(beside);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "initdb",
                                "-D",
                                beside.toString(),
                                "-U",
                                SUPERUSER,
                                "--auth=scram-sha-256",
                                "--encoding=UTF8"));
        command.add("--pwfile=" + folder.path().resolve("password"));
        command.addAll(locale());
        run(START_TIMEOUT, command.toArray(String[]::new));
        try {
            Files.writeString(
                    beside.resolve("postgresql.conf"),
                    "\ninclude_if_exists = 'cruddur.conf'\n",
                    StandardOpenOption.APPEND);
            Files.move(beside, data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new OperationException(
                    "Cannot make the database cluster " + data() + ": " + e.getMessage(), e);
        }
    }

    /// The same on every platform where PostgreSQL has locales of its own, which it does from 17
    /// on.
    private List<String> locale() {
        return major() >= 17
                ? List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
                : List.of("--locale=C.UTF-8");
    }

    private void refuseAnotherVersion() {
        String made = read(data().resolve("PG_VERSION")).strip();
        if (!made.equals(Integer.toString(major()))) {
            throw new OperationException(
                    "The data in "
                            + folder.path()
                            + " was made by PostgreSQL "
                            + made
                            + ", and this is PostgreSQL "
                            + major()
                            + ". Move that folder away to start with new data.");
        }
    }

    private int major() {
        String version = run(START_TIMEOUT, "postgres", "--version");
        return Integer.parseInt(version.replaceFirst("(?s)^\\D*(\\d+).*$", "$1"));
    }

    // Starting it

    private void startOrTakeOver(Map<String, String> settings, Progress progress) {
        Instant deadline = Instant.now().plus(LINGER);
        while (!takeOver() && !tryStart(settings, progress)) {
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

    /// Takes over a server that outlived the process that had started it.
    private boolean takeOver() {
        List<String> lines = read(data().resolve("postmaster.pid")).lines().toList();
        return runningProcess().isPresent()
                && lines.size() > 7
                && lines.get(7).strip().equals("ready");
    }

    private boolean tryStart(Map<String, String> settings, Progress progress) {
        if (runningProcess().isPresent()) {
            return false;
        }
        removeStalePid();
        configure(settings);
        progress.step("starting PostgreSQL");
        return succeeds(
                START_TIMEOUT,
                "pg_ctl",
                "start",
                "-D",
                data().toString(),
                "-l",
                log().toString(),
                "-w",
                "-t",
                Long.toString(START_TIMEOUT.toSeconds()));
    }

    /// The server's process, if it runs: the one that the cluster names, unless its number went to
    /// another program.
    private Optional<ProcessHandle> runningProcess() {
        return read(data().resolve("postmaster.pid"))
                .lines()
                .findFirst()
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
                .filter(
                        process ->
                                process.info()
                                        .command()
                                        .filter(name -> name.endsWith("postgres"))
                                        .isPresent());
    }

    /// PostgreSQL takes any living process for itself; after a restart of the machine, the number
    /// is somebody else's.
    private void removeStalePid() {
        try {
            Files.deleteIfExists(data().resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new OperationException(
                    "Cannot remove " + data().resolve("postmaster.pid") + ": " + e.getMessage(), e);
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
        settings.forEach(
                (name, value) -> conf.append(name).append(" = '").append(value).append("'\n"));
        try {
            Files.writeString(data().resolve("cruddur.conf"), conf);
        } catch (IOException e) {
            throw new OperationException(
                    "Cannot write the settings of PostgreSQL: " + e.getMessage(), e);
        }
    }

    /// The port of the last time, so that an IDE finds it again, unless somebody else has it now.
    private int freePort() {
        int last = configuredPort(folder).orElse(FIRST_PORT);
        return IntStream.concat(IntStream.of(last), IntStream.range(FIRST_PORT, FIRST_PORT + 1000))
                .filter(EmbeddedPostgres::isFree)
                .findFirst()
                .orElseThrow(
                        () ->
                                new OperationException(
                                        "No port from "
                                                + FIRST_PORT
                                                + " on is free for PostgreSQL"));
    }

    private static Optional<Integer> configuredPort(DataFolder folder) {
        return read(folder.path().resolve("data").resolve("cruddur.conf"))
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

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("Interrupted while PostgreSQL was starting", e);
        }
    }

    // Running its programs

    private String run(Duration timeout, String... command) {
        Outcome outcome = execute(timeout, command);
        if (outcome.exitCode != 0) {
            throw new OperationException(
                    command[0] + " failed: " + outcome.output + hint(outcome.output));
        }
        return outcome.output;
    }

    private boolean succeeds(Duration timeout, String... command) {
        return execute(timeout, command).exitCode == 0;
    }

    private record Outcome(int exitCode, String output) {}

    private Outcome execute(Duration timeout, String... command) {
        List<String> words = new ArrayList<>(asOrdinaryUser());
        words.add(programs.resolve("bin").resolve(command[0]).toString());
        words.addAll(List.of(command).subList(1, command.length));
        try {
            // To a file, not a pipe: the server that pg_ctl leaves behind would hold a pipe open
            // for ever.
            Path output = Files.createTempFile(folder.path(), command[0], ".out");
            Process process =
                    new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .redirectInput(new File("/dev/null"))
                            .directory(folder.path().toFile())
                            .start();
            boolean ended = process.waitFor(timeout.toSeconds() + 5, TimeUnit.SECONDS);
            String said = read(output).strip();
            Files.delete(output);
            return new Outcome(ended ? process.exitValue() : -1, said);
        } catch (IOException e) {
            throw new OperationException(
                    "Cannot run " + words.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("Interrupted while " + command[0] + " was running", e);
        }
    }

    /// PostgreSQL refuses to run as root. In a user namespace of its own, root is nobody, and still
    /// owns its files.
    private static List<String> asOrdinaryUser() {
        return new UnixSystem().getUid() == 0 ? List.of("unshare", "--user") : List.of();
    }

    private static String hint(String output) {
        return output.contains("unshare")
                ? "\nPostgreSQL does not run as root, and this system does not let root become an ordinary user that way."
                        + " Run cruddur as an ordinary user, or set CONNECTION_URL and use: cruddur serve"
                : "";
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

    private static void removeAll(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new OperationException("Cannot remove " + folder + ": " + e.getMessage(), e);
        }
    }
}
