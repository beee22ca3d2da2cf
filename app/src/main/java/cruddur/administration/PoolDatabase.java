package cruddur.administration;

import cruddur.files.Bundled;
import cruddur.jdbc.Jdbc;
import cruddur.jdbc.Rows;
import cruddur.operations.OperationException;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Query;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The tables of the built-in user pool in one database. Blocks.
///
/// @param url with a role that owns the schema `local_cognito`, or may create it
public record PoolDatabase(ConnectionUrl url) {

    private static final String TABLES = "db/local_cognito.sql";

    private static final Query LOCK = Query.load("local_cognito/lock");
    private static final Query LOADED = Query.load("local_cognito/loaded");
    private static final Query HAS_TABLES = Query.load("databases/has_local_cognito");
    private static final Query HAS_SEED_WORLD = Query.load("local_cognito/has_seed_world");
    private static final Query ADMIT_SEED_WORLD = Query.load("databases/admit_seed_world");
    private static final Query KEEP_VERIFIER = Query.load("local_cognito/keep_verifier");
    private static final Query SIGNING_KEYS = Query.load("local_cognito/signing_keys");
    private static final Query KEEP_SIGNING_KEYS = Query.load("local_cognito/keep_signing_keys");

    /// What the people of the seed world sign in with.
    ///
    /// @param passwordHash of the password that all of their accounts share
    /// @param verifier of that password for the account with an id
    public record SeedLogin(Supplier<String> passwordHash, Function<String, byte[]> verifier) {}

    /// Loads `db/local_cognito.sql`, which keeps existing accounts, and the keys, in one transaction. Servers that
    /// start at the same time take turns.
    ///
    /// @param signingKeys receives the encrypted keys, if there are any, and returns those to keep
    /// @param seed gives the people of the seed world accounts, if they have none, and this password, if the
    ///   signing keys are new
    public void load(Function<Optional<byte[]>, byte[]> signingKeys, Optional<SeedLogin> seed) {
        try {
            new Jdbc(url).inTransaction(connection -> load(connection, signingKeys, seed));
        } catch (OperationException e) {
            throw e.getCause() instanceof SQLException cause && DatabaseAdmin.FORBIDDEN.equals(cause.getSQLState())
                    ? forbidden(e)
                    : e;
        }
    }

    private static boolean load(
            Connection connection, Function<Optional<byte[]>, byte[]> signingKeys, Optional<SeedLogin> seed)
            throws SQLException {
        Rows.of(connection, LOCK.bare(), _ -> true);
        loadTables(connection);
        boolean isNew = changeKeys(connection, signingKeys);
        if (seed.isPresent() && (isNew || !DatabaseAdmin.is(connection, HAS_SEED_WORLD.bare()))) {
            admitSeedWorld(connection, seed.get());
        }
        return true;
    }

    /// Only if the file has changed since: its locks would keep people from signing in while a backup runs.
    private static void loadTables(Connection connection) throws SQLException {
        String tables = Bundled.text(TABLES);
        String checksum = checksum(tables);
        if (!Rows.of(connection, LOADED.bare(), row -> String.valueOf(row.getString(1)))
                .contains(checksum)) {
            DatabaseAdmin.execute(connection, tables);
            DatabaseAdmin.execute(connection, "comment on schema local_cognito is '" + checksum + "'");
        }
    }

    private static String checksum(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private OperationException forbidden(OperationException failure) {
        return new OperationException(
                "%s. The built-in user pool needs a schema of its own. An administrator creates it with: create schema local_cognito authorization \"%s\""
                        .formatted(failure.getMessage(), url.user()),
                failure);
    }

    /// Replaces the signing keys.
    ///
    /// @throws OperationException if there are none
    public void changeKeys(UnaryOperator<byte[]> change) {
        new Jdbc(url).inTransaction(connection -> {
            if (!DatabaseAdmin.is(connection, HAS_TABLES.bare())) {
                throw noKeys();
            }
            Rows.of(connection, LOCK.bare(), _ -> true);
            return changeKeys(connection, keys -> change.apply(keys.orElseThrow(PoolDatabase::noKeys)));
        });
    }

    private static OperationException noKeys() {
        return new OperationException(
                "The built-in user pool has no key in this database yet. It makes the first one when it starts: cruddur up, or cruddur serve with USER_POOL=built-in");
    }

    /// Returns whether the keys are others than before.
    private static boolean changeKeys(Connection connection, Function<Optional<byte[]>, byte[]> change)
            throws SQLException {
        Optional<byte[]> before = Rows.of(connection, SIGNING_KEYS.bare(), row -> row.getBytes(1)).stream()
                .findFirst();
        byte[] after = change.apply(before);
        boolean isNew = before.filter(keys -> Arrays.equals(keys, after)).isEmpty();
        if (isNew) {
            Rows.change(connection, KEEP_SIGNING_KEYS.with("sealed", after));
        }
        return isNew;
    }

    private static void admitSeedWorld(Connection connection, SeedLogin login) throws SQLException {
        String passwordHash = login.passwordHash.get();
        for (String sub :
                Rows.of(connection, ADMIT_SEED_WORLD.with("password_hash", passwordHash), row -> row.getString(1))) {
            Rows.of(
                    connection,
                    KEEP_VERIFIER
                            .with("sub", sub)
                            .with("password_hash", passwordHash)
                            .with("srp_verifier", login.verifier.apply(sub)),
                    _ -> true);
        }
    }

    /// Drops the accounts and the keys.
    public void drop() {
        new Jdbc(url)
                .asWritten(
                        connection -> DatabaseAdmin.execute(connection, "drop schema if exists local_cognito cascade"));
    }
}
