package cruddur.testing;

import com.sun.security.auth.module.UnixSystem;
import cruddur.sql.ConnectionUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// PgBouncer in transaction mode, in front of a PostgreSQL. For each user and database it keeps one session, so all
/// clients of a user take turns with it.
public final class PgBouncer implements AutoCloseable {

    private final int port = Ports.free();
    private final Path settings;
    private Process process;

    private PgBouncer(Path folder, String ignored, ConnectionUrl server, Stream<ConnectionUrl> logins)
            throws IOException {
        Path users = folder.resolve("userlist.txt");
        Files.writeString(
                users,
                logins.map(login -> "\"%s\" \"%s\"\n"
                                .formatted(login.user(), login.password().orElseThrow()))
                        .collect(Collectors.joining()));
        settings = folder.resolve("pgbouncer.ini");
        Files.writeString(settings, """
                [databases]
                * = host=%s port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                pool_mode = transaction
                default_pool_size = 1
                auth_type = scram-sha-256
                auth_file = %s
                ignore_startup_parameters = %s
                """.formatted(server.host(), server.port(), port, users, ignored));
        process = started(settings);
    }

    /// Starts one; waits until it listens.
    ///
    /// @param folder for its files
    /// @param ignored parameters of clients, with commas between them
    /// @param logins that it accepts, and passes on
    public static PgBouncer start(Path folder, String ignored, ConnectionUrl server, ConnectionUrl... logins) {
        try {
            PgBouncer started = new PgBouncer(folder, ignored, server, Stream.of(logins));
            started.awaitListening();
            return started;
        } catch (IOException e) {
            throw new IllegalStateException("This test needs pgbouncer. On Debian: apt-get install pgbouncer", e);
        }
    }

    /// Kills it, and starts it at the same address.
    public void restart() {
        close();
        try {
            process = started(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitListening();
    }

    /// PgBouncer refuses to run as root.
    private static Process started(Path settings) throws IOException {
        List<String> command =
                new ArrayList<>(new UnixSystem().getUid() == 0 ? List.of("unshare", "--user") : List.of());
        command.addAll(List.of("pgbouncer", settings.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(settings.resolveSibling("pgbouncer.log").toFile())
                .start();
    }

    private void awaitListening() {
        while (process.isAlive() && !isListening()) {
            CruddurProcess.pause(10);
        }
    }

    private boolean isListening() {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// The address of the same database through the pooler.
    public ConnectionUrl url(ConnectionUrl database) {
        return new ConnectionUrl(
                database.user(), database.password(), "127.0.0.1", port, database.database(), database.parameters());
    }

    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
