package cruddur.database;

import cruddur.sql.ConnectionUrl;
import cruddur.sql.Login;
import cruddur.sql.LoginException;
import cruddur.sql.ServerRole;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Objects;

/// The login of the sessions of one role of the server.
final class SessionLogin {

    private final Vertx vertx;
    private final Login login;
    private final ServerRole role;
    private volatile ConnectionUrl lastFetched;

    SessionLogin(Vertx vertx, Login server, ServerRole role) {
        this.vertx = vertx;
        this.login = role.of(server);
        this.role = role;
        this.lastFetched = login.address();
    }

    int connectTimeoutSeconds() {
        return login.address().connectTimeoutSeconds();
    }

    /// Whether the password may change.
    boolean isPasswordFetched() {
        return !(login instanceof ConnectionUrl);
    }

    /// The URL to connect to; without the password, if that is fetched.
    ConnectionUrl url() {
        return role.applyTo(login.address());
    }

    /// The URL to connect to. Fetches the password, on another thread than the event loop.
    Future<ConnectionUrl> fetch() {
        return vertx.executeBlocking(this::fetched, false).map(Objects::requireNonNull);
    }

    private ConnectionUrl fetched() throws LoginException {
        ConnectionUrl url = login.current();
        lastFetched = url;
        return role.applyTo(url);
    }

    /// The login of the newest connection, or of the current attempt.
    ConnectionUrl lastFetched() {
        return lastFetched;
    }

    /// Fetches the password again after this one was refused; whether it differs.
    Future<Boolean> isRenewedAfter(ConnectionUrl refused) {
        return vertx.executeBlocking(() -> login.isRenewedAfter(refused), false).map(Boolean.TRUE::equals);
    }
}
