package cruddur.sql;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a connection to PostgreSQL failed, whichever driver reports it.
///
/// @param problem ends a sentence that begins with "Cannot connect: "
public record ConnectionFailure(Kind kind, String problem) {

    public enum Kind {
        UNKNOWN_HOST("the host name is unknown"),
        REFUSED("connection refused, because no server listens on that port"),
        NO_ROUTE("this machine has no route to that address"),
        DROPPED("no answer, because packets are dropped on the way or the machine is off"),
        SLOW("the server accepts the connection, and PostgreSQL does not answer in time"),
        CLOSED("the connection was closed before PostgreSQL answered"),
        NOT_POSTGRESQL("the server that answers is not PostgreSQL"),
        TLS("the TLS handshake failed"),
        LOGIN("PostgreSQL refuses the login"),
        POOLER("a pooler refuses the settings of the session"),
        NO_DATABASE("the database does not exist"),
        CLOSED_DATABASE("the database does not accept connections"),
        NO_SLOT("all of the server's connections are in use"),
        NOT_READY("PostgreSQL is starting up or shutting down"),
        NONE_FREE("no connection became free in time: all are busy, or the server does not finish connecting");

        private final String problem;

        Kind(String problem) {
            this.problem = problem;
        }
    }

    private static final String READ_TIMED_OUT = "Read timed out";

    /// Classifies an exception that a driver throws while it connects.
    ///
    /// @param sqlState of the failure, if it has one
    /// @return empty for an unknown kind
    public static Optional<ConnectionFailure> of(Throwable failure, @Nullable String sqlState) {
        return TlsFailure.sentence(failure)
                .map(sentence -> new ConnectionFailure(Kind.TLS, sentence))
                .or(() ->
                        kind(failure, String.valueOf(sqlState)).map(kind -> new ConnectionFailure(kind, kind.problem)));
    }

    private static Optional<Kind> kind(Throwable failure, String sqlState) {
        return (isFromPooler(failure, sqlState) ? Optional.of(Kind.POOLER) : ofState(sqlState, isFromServer(failure)))
                .or(() -> ofCauses(failure));
    }

    /// PgBouncer reports an "unsupported startup parameter", and RDS Proxy a feature that it does not support.
    private static boolean isFromPooler(Throwable failure, String sqlState) {
        return isFromServer(failure)
                && (sqlState.equals("0A000")
                        || String.valueOf(failure.getMessage()).contains("unsupported startup parameter"));
    }

    /// Poolers report a refused login as a violation of the protocol.
    private static Optional<Kind> ofState(String sqlState, boolean fromServer) {
        return switch (sqlState) {
            // The driver's own code: the server requires a password, and there is none.
            case "08004" -> Optional.of(Kind.LOGIN);
            case "08P01" -> Optional.of(fromServer ? Kind.LOGIN : Kind.NOT_POSTGRESQL);
            case "3D000" -> Optional.of(Kind.NO_DATABASE);
            case "42501" -> Optional.of(Kind.LOGIN);
            case "53300" -> Optional.of(Kind.NO_SLOT);
            case "55000" -> Optional.of(Kind.CLOSED_DATABASE);
            case "57P01", "57P02", "57P03" -> Optional.of(Kind.NOT_READY);
            default -> sqlState.startsWith("28") ? Optional.of(Kind.LOGIN) : Optional.empty();
        };
    }

    private static boolean isFromServer(Throwable failure) {
        return String.valueOf(failure.getMessage()).startsWith("FATAL");
    }

    private static Optional<Kind> ofCauses(@Nullable Throwable failure) {
        return failure == null
                ? Optional.empty()
                : ofCauses(failure.getCause()).or(() -> ofCause(failure, String.valueOf(failure.getMessage())));
    }

    private static Optional<Kind> ofCause(Throwable failure, String words) {
        return switch (failure) {
            case UnknownHostException _ -> Optional.of(Kind.UNKNOWN_HOST);
            case NoRouteToHostException _ -> Optional.of(Kind.NO_ROUTE);
            case SocketTimeoutException _ -> Optional.of(words.equals(READ_TIMED_OUT) ? Kind.SLOW : Kind.DROPPED);
            case SocketException _ when words.contains("unreachable") -> Optional.of(Kind.NO_ROUTE);
            case ConnectException _ -> Optional.of(words.contains("timed out") ? Kind.DROPPED : Kind.REFUSED);
            case SocketException _, EOFException _ -> Optional.of(Kind.CLOSED);
            default -> byWords(words);
        };
    }

    /// The drivers have no exception classes for these.
    private static Optional<Kind> byWords(String words) {
        return switch (words) {
            case "Connection attempt timed out." -> Optional.of(Kind.SLOW);
            case "Timeout waiting for connection" -> Optional.of(Kind.NONE_FREE);
            default -> Optional.empty();
        };
    }
}
