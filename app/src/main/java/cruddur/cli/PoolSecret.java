package cruddur.cli;

import cruddur.administration.PoolDatabase;
import cruddur.administration.PoolDatabase.SeedLogin;
import cruddur.cli.common.Home;
import cruddur.cli.common.Target;
import cruddur.embedded.DataFolder;
import cruddur.localcognito.KeySet;
import cruddur.localcognito.LocalPool;
import cruddur.localcognito.Mail;
import cruddur.localcognito.Passwords;
import cruddur.localcognito.Seal;
import cruddur.operations.OperationException;
import cruddur.settings.Settings;
import java.util.Optional;

/// The secret of the built-in user pool, which is not in its database: a file of the data folder, or a setting.
///
/// @param isNew whether nothing was sealed with it yet
/// @param advice what to do if it does not open the signing keys
record PoolSecret(Seal seal, boolean isNew, String advice) {

    private static final String FILE = "seal-key";
    private static final String SETTING = "USER_POOL_SECRET";

    private static final String MAKE = "Make one with: openssl rand -base64 32";

    static PoolSecret of(Target target, Settings settings) {
        return target.isEmbedded(settings) ? in(Home.folder(settings)) : in(settings);
    }

    /// The secret of `up`, which is made the first time.
    static PoolSecret in(DataFolder folder) {
        boolean isNew = folder.read(FILE).isEmpty();
        String advice =
                "Remove the file %s: the next `cruddur up` makes new keys, and people sign in again with their password."
                        .formatted(folder.path().resolve(FILE));
        try {
            return new PoolSecret(Seal.of(folder.secret(FILE, Seal::randomKey)), isNew, advice);
        } catch (IllegalArgumentException e) {
            throw new OperationException("Cannot read the secret of the user pool. " + advice, e);
        }
    }

    /// The secret of `serve`.
    static PoolSecret in(Settings settings) {
        String secret = settings.find(SETTING)
                .orElseThrow(() -> new IllegalArgumentException("USER_POOL=built-in needs " + SETTING
                        + ", with which the pool's keys are encrypted in the database; it is the same on every server. "
                        + MAKE));
        try {
            return new PoolSecret(
                    Seal.of(secret),
                    false,
                    "Set " + SETTING
                            + " to the secret that the other servers have. If that is lost, run with a new one: cruddur keys rotate --lost-secret");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(SETTING + " must be 32 bytes in Base64. " + MAKE, e);
        }
    }

    /// Opens the pool in a database.
    ///
    /// @param isDemo whether the people of the seed world get accounts
    LocalPool open(PoolDatabase database, Mail mail, boolean isDemo) {
        database.load(
                keys -> keys.filter(_ -> !isNew)
                        .map(this::checked)
                        .orElseGet(() -> KeySet.generate().sealed(seal)),
                Optional.of(seedLogin()).filter(_ -> isDemo));
        return new LocalPool(LocalPool.TOKEN_LIFETIME, mail, seal);
    }

    private SeedLogin seedLogin() {
        return new SeedLogin(
                () -> Passwords.hashOf(seedPassword()), sub -> Passwords.verifierOf(sub, seedPassword(), seal));
    }

    /// The password of the people of the seed world.
    String seedPassword() {
        return Passwords.ofSeedWorld(seal);
    }

    private byte[] checked(byte[] sealed) {
        keys(sealed);
        return sealed;
    }

    /// @throws OperationException if another secret sealed them
    KeySet keys(byte[] sealed) {
        return KeySet.opened(seal, sealed)
                .orElseThrow(() -> new OperationException(
                        "The secret of the user pool does not open its signing keys in the database. " + advice));
    }
}
