package cruddur.localcognito;

import cruddur.database.BlockingDatabase;
import cruddur.sql.Query;
import io.vertx.core.buffer.Buffer;

/// The keys in the database, which the servers share. `cruddur keys rotate` replaces them while servers run, so
/// each use reads the row; it is opened only after it has changed.
///
/// Thread-safe.
final class SigningKeys {

    private static final Query SIGNING_KEYS = Query.load("local_cognito/signing_keys");

    private record Opened(Buffer sealed, KeySet keys) {}

    private final BlockingDatabase database;
    private final Seal seal;
    private volatile Opened last = new Opened(Buffer.buffer(), KeySet.NONE);

    SigningKeys(BlockingDatabase database, Seal seal) {
        this.database = database;
        this.seal = seal;
    }

    KeySet current() {
        Buffer sealed = database.row(SIGNING_KEYS.bare())
                .map(row -> row.getBuffer("sealed"))
                .orElseThrow(() -> new IllegalStateException(
                        "The user pool's signing keys were deleted. Start this server again"));
        Opened known = last;
        if (!known.sealed.equals(sealed)) {
            known = new Opened(sealed, opened(sealed));
            last = known;
        }
        return known.keys;
    }

    private KeySet opened(Buffer sealed) {
        return KeySet.opened(seal, sealed.getBytes())
                .orElseThrow(() -> new IllegalStateException("Another secret has sealed the user pool's signing keys"));
    }
}
