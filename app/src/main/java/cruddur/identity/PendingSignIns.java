package cruddur.identity;

import cruddur.database.BlockingDatabase;
import cruddur.database.Database;
import cruddur.http.Request;
import cruddur.sql.Query;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The passwords of people who have just signed up, so that confirming their address signs them in.
/// Each is a row for ten minutes, which only the browser that signed up can read, and only once.
///
/// Blocks, so it runs off the event loop.
public final class PendingSignIns {

    private static final Query PUT = Query.load("pending_sign_ins/put");
    private static final Query TAKE = Query.load("pending_sign_ins/take");

    private final BlockingDatabase database;

    public PendingSignIns(Database database) {
        this.database = new BlockingDatabase(database);
    }

    /// Keeps the password of a sign-up.
    ///
    /// @return the header with which the browser keeps the secret
    public Map<String, String> keep(Request request, String email, String password) {
        BrowserSecret secret = BrowserSecret.random();
        database.change(
                PUT.with("secret_digest", digest(secret, email)).with("sealed_password", secret.seal(password)));
        return SecretCookie.SIGN_UP.kept(request, secret);
    }

    /// The password with which this browser signed up for this address in the last ten minutes. It is
    /// deleted here.
    public Optional<String> take(Request request, String email) {
        return SecretCookie.SIGN_UP.of(request).flatMap(secret -> take(secret, email));
    }

    private Optional<String> take(BrowserSecret secret, String email) {
        return database.changeRow(TAKE.with("secret_digest", digest(secret, email)))
                .map(row -> secret.open(row.getBuffer("sealed_password")));
    }

    private static Buffer digest(BrowserSecret secret, String email) {
        return secret.digestWith(email.toLowerCase(Locale.ROOT));
    }
}
