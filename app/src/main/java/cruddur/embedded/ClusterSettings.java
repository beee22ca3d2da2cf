package cruddur.embedded;

import cruddur.operations.IoReason;
import cruddur.operations.OperationException;
import cruddur.operations.WholeFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// The settings of PostgreSQL in a cluster, in a file that its `postgresql.conf` includes. Every
/// start writes the file again.
record ClusterSettings(Path data) {

    static final String FILE = "cruddur.conf";

    private static final int FIRST_PORT = Integer.getInteger("cruddur.postgres.port", 54_320);
    private static final String PORT = "port = ";

    /// Errors are logged without their row or statement, because those contain people's data.
    private static final String ALWAYS = """
            # Written at every start.
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            password_encryption = 'scram-sha-256'
            fsync = on
            synchronous_commit = on
            timezone = 'UTC'
            log_timezone = 'UTC'
            log_error_verbosity = terse
            log_min_error_statement = panic
            """;

    /// The port of the running server, else of the last one, else the first one to try.
    int port() {
        return lastPort().orElse(FIRST_PORT);
    }

    /// Writes the file. The port stays the same, so that an IDE finds the database again, unless another
    /// program uses it now.
    ///
    /// @param settings in addition to those that are always set; they take precedence
    void write(Map<String, String> settings) {
        StringBuilder text = new StringBuilder(ALWAYS);
        text.append(PORT).append(freePort()).append('\n');
        settings.forEach((name, value) -> text.append("%s = '%s'\n".formatted(name, value)));
        Path file = data.resolve(FILE);
        try {
            new WholeFile(file).write(part -> Files.writeString(part, text));
        } catch (IOException e) {
            throw new OperationException("Cannot write the settings of PostgreSQL, " + file + ": " + IoReason.of(e), e);
        }
    }

    private int freePort() {
        IntStream last = lastPort().stream().mapToInt(Integer::intValue);
        return IntStream.concat(last, IntStream.range(FIRST_PORT, FIRST_PORT + 1000))
                .filter(ClusterSettings::isFree)
                .findFirst()
                .orElseThrow(() -> new OperationException("No port from %d to %d is free for PostgreSQL. End a program."
                        .formatted(FIRST_PORT, FIRST_PORT + 999)));
    }

    private Optional<Integer> lastPort() {
        return new PidFile(data).port().or(this::writtenPort);
    }

    private Optional<Integer> writtenPort() {
        return DataFolder.textOf(data.resolve(FILE))
                .lines()
                .filter(line -> line.matches(PORT + "\\d{4,5}"))
                .map(line -> Integer.valueOf(line.substring(PORT.length())))
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
}
