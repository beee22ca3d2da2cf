package cruddur.localcognito;

import cruddur.userpool.UserPool;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/// The parts of a process's user pool that its event loops share.
///
/// @param tokenLifetime of access and id tokens
/// @param seal of the verifiers of passwords
/// @param counts for an operator
/// @param sending held while this process sends a mail
public record LocalPool(
        SigningKeys keys,
        Duration tokenLifetime,
        Mail mail,
        Seal seal,
        Passwords passwords,
        Guesses guesses,
        Counts counts,
        ReentrantLock sending) {

    /// The path of the pool, below the server's address.
    public static final String PATH = "/cognito-idp";

    public static final String POOL_ID = "local_cruddur";
    public static final String CLIENT_ID = "cruddurweb";

    public static final String JWKS_PATH = PATH + "/" + POOL_ID + "/.well-known/jwks.json";
    public static final String CONFIGURATION_PATH = PATH + "/" + POOL_ID + "/.well-known/openid-configuration";
    public static final String OUTBOX_PATH = "/dev/outbox";

    /// Cognito's default.
    public static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

    public LocalPool(SigningKeys keys, Duration tokenLifetime, Mail mail, Seal seal) {
        this(keys, tokenLifetime, mail, seal, new Counts());
    }

    private LocalPool(SigningKeys keys, Duration tokenLifetime, Mail mail, Seal seal, Counts counts) {
        this(keys, tokenLifetime, mail, seal, new Passwords(counts), new Guesses(counts), counts, new ReentrantLock());
    }

    /// What the database keeps of a new password for sign-ins by SRP.
    Buffer verifier(Caller caller, String sub, String password) {
        return Buffer.buffer(passwords.compute(caller, () -> Passwords.verifierOf(sub, password, seal)));
    }

    /// This pool, as servers that check its tokens see it.
    ///
    /// @param server the server's address, without a path
    public static UserPool seenAt(URI server) {
        return new UserPool(URI.create(server + PATH), POOL_ID, CLIENT_ID);
    }
}
