package cruddur.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cruddur.operations.OperationException;
import cruddur.operations.UnreachableException;
import cruddur.sql.ConnectionFailure;
import cruddur.sql.ConnectionFailure.Kind;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.Ports;
import cruddur.testing.Sql;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each kind of failed connection has its own sentence, with what to do.
class ConnectionFailureTest {

    private static final String PATIENT = "?connect_timeout=60";

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unknown host    | the host name is unknown                      | Check the host in PROD_CONNECTION_URL",
                "gone instance   | the host name is unknown                      | cruddur rds status",
                "closed port     | connection refused                            | Check the host and port in PROD_CONNECTION_URL",
                "dropped         | packets are dropped                           | wait longer than 1 s, by ?connect_timeout=30",
                "silent          | PostgreSQL does not answer in time            | wait longer than 1 s, by ?connect_timeout=30",
                "silent over TLS | PostgreSQL does not answer in time            | wait longer than 1 s, by ?connect_timeout=30",
                "closing         | closed before PostgreSQL answered             | A proxy or tunnel there may have no server",
                "web server      | the server that answers is not PostgreSQL     | Check the host and port in PROD_CONNECTION_URL",
                "without TLS     | does not speak TLS                            | Check the host, sslmode and sslrootcert",
                "no slot         | all of the server's connections are in use    | raise max_connections"
            })
    void a_server_that_cannot_be_reached(String what, String problem, String remedy) throws IOException {
        ConnectionUrl url = unreachable(what);
        OperationException failure = failureOf(url);

        assertThat(failure)
                .isInstanceOf(UnreachableException.class)
                .hasMessageStartingWith("Cannot connect to database %s at %s:%d as %s: "
                        .formatted(url.database(), url.host(), url.port(), url.user()))
                .hasMessageContaining(problem)
                .hasMessageContaining(remedy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wrong password | PostgreSQL refuses the login (FATAL: password authentication failed | Check the user and password in PROD_CONNECTION_URL",
                "no password    | PostgreSQL refuses the login (The server requested                  | Check the user and password in PROD_CONNECTION_URL",
                "no database    | the database does not exist                                         | Create it: cruddur db create prod",
                "closed         | the database does not accept connections                            | cruddur db drop prod"
            })
    void a_server_that_refuses(String what, String problem, String remedy) {
        assertThat(failureOf(refused(what)))
                .isNotInstanceOf(UnreachableException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining(remedy);
    }

    private static OperationException failureOf(ConnectionUrl url) {
        ConnectionUrl production = ConnectionUrl.parse(url.reveal(), "PROD_CONNECTION_URL");
        return catchThrowableOfType(OperationException.class, () -> new Jdbc(production).run(_ -> true));
    }

    private ConnectionUrl unreachable(String what) throws IOException {
        ConnectionUrl cluster = Cluster.NEWEST.seeded();
        return switch (what) {
            case "unknown host" -> at("nowhere.invalid", 5432, "");
            case "gone instance" -> at("gone.abc123.ca-central-1.rds.amazonaws.com", 5432, "");
            case "closed port" -> at("127.0.0.1", Ports.CLOSED, PATIENT);
            case "dropped" -> at("127.0.0.1", full(), "?connect_timeout=1");
            case "silent" -> at("127.0.0.1", listening().getLocalPort(), "?connect_timeout=1");
            case "silent over TLS" -> at("127.0.0.1", listening().getLocalPort(), "?connect_timeout=1&sslmode=require");
            case "closing" -> at("127.0.0.1", answering(""), PATIENT);
            case "web server" -> at("127.0.0.1", answering("HTTP/1.1 400 Bad Request\r\n\r\n"), PATIENT);
            case "without TLS" -> ConnectionUrl.parse(cluster.reveal() + "?sslmode=require");
            default -> limited(cluster);
        };
    }

    private static ConnectionUrl at(String host, int port, String parameters) {
        return ConnectionUrl.parse("postgresql://me@%s:%d/db%s".formatted(host, port, parameters));
    }

    private ServerSocket listening() throws IOException {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        open.add(socket);
        return socket;
    }

    /// A port whose queue is full, so that the kernel drops packets.
    private int full() throws IOException {
        ServerSocket socket = listening();
        for (int i = 0; i < 4; i++) {
            Socket client = new Socket();
            open.add(client);
            try {
                client.connect(new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort()), 100);
            } catch (SocketTimeoutException _) {
                break;
            }
        }
        return socket.getLocalPort();
    }

    private int answering(String words) throws IOException {
        ServerSocket socket = listening();
        Thread.ofVirtual().start(() -> {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                    client.getInputStream().readNBytes(8);
                    client.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException _) {
                    // The driver closed the connection, or the test is over.
                }
            }
        });
        return socket.getLocalPort();
    }

    private static ConnectionUrl limited(ConnectionUrl url) {
        String role = "limited_in_" + url.database();
        new Sql(url).run("create role " + role + " login password 'limited' connection limit 0");
        return url.withLogin(role, Optional.of("limited"));
    }

    private static ConnectionUrl refused(String what) {
        ConnectionUrl url = Cluster.NEWEST.seeded();
        return switch (what) {
            case "wrong password" -> url.withLogin(url.user(), Optional.of("wrong"));
            case "no password" -> url.withLogin(url.user(), Optional.empty());
            case "no database" -> Cluster.NEWEST.missing();
            default -> {
                new Sql(url.withDatabase("postgres"))
                        .run("alter database " + url.database() + " allow_connections false");
                yield url;
            }
        };
    }

    /// The same failure, from the drivers of the commands and of the server.
    static List<Arguments> classified() {
        return List.of(
                Arguments.of(new UnknownHostException("Failed to resolve 'h'"), null, Kind.UNKNOWN_HOST),
                Arguments.of(new ConnectException("Connection refused: h/127.0.0.1:1"), null, Kind.REFUSED),
                Arguments.of(new NoRouteToHostException("No route to host"), null, Kind.NO_ROUTE),
                Arguments.of(new SocketException("Network is unreachable"), null, Kind.NO_ROUTE),
                Arguments.of(new ConnectException("Network is unreachable"), null, Kind.NO_ROUTE),
                Arguments.of(new SocketTimeoutException("Connect timed out"), null, Kind.DROPPED),
                Arguments.of(new ConnectException("connection timed out after 5000 ms: h:5432"), null, Kind.DROPPED),
                Arguments.of(new SocketTimeoutException("Read timed out"), null, Kind.SLOW),
                Arguments.of(new SocketException("Connection reset"), null, Kind.CLOSED),
                Arguments.of(new IOException("SSL handshake failed"), null, Kind.TLS),
                Arguments.of(new IOException("Timeout waiting for connection"), null, Kind.NONE_FREE),
                Arguments.of(new IOException("FATAL: no such user"), "08P01", Kind.LOGIN),
                Arguments.of(new IOException("Protocol error."), "08P01", Kind.NOT_POSTGRESQL),
                Arguments.of(new IOException("FATAL: permission denied for database"), "42501", Kind.LOGIN),
                Arguments.of(new IOException("FATAL: no pg_hba.conf entry"), "28000", Kind.LOGIN),
                Arguments.of(new IOException("FATAL: the database system is starting up"), "57P03", Kind.NOT_READY));
    }

    @ParameterizedTest
    @MethodSource("classified")
    void each_failure_has_its_kind(Throwable failure, @Nullable String sqlState, Kind kind) {
        assertThat(ConnectionFailure.of(failure, sqlState))
                .hasValueSatisfying(known -> assertThat(known.kind()).isEqualTo(kind));
    }

    @Test
    void what_is_of_no_known_kind_is_left_open() {
        assertThat(ConnectionFailure.of(new IllegalStateException("a defect"), null))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSED, cruddur rds start",
        "DROPPED, cruddur rds allow-ip",
        "NO_ROUTE, cruddur rds allow-ip",
        "LOGIN, cruddur rds reset-password",
        "TLS, global-bundle.pem",
        "NOT_READY, cruddur db wait prod"
    })
    void on_rds_it_names_the_command_that_helps(Kind kind, String command) {
        ConnectionUrl url = ConnectionUrl.parse(
                "postgresql://me@db.abc123.ca-central-1.rds.amazonaws.com/cruddur?sslmode=verify-full",
                "PROD_CONNECTION_URL");
        assertThat(new ConnectionAdvice(new ConnectionFailure(kind, "…"), url).sentence("…"))
                .contains(command);
    }
}
