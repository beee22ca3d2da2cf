package cruddur.localcognito;

import cruddur.userpool.UserPool;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/// The parts of a process's user pool that its event loops share.
///
/// @param tokenLifetime of access and id tokens
/// @param seal of the signing keys and the verifiers of passwords
/// @param counts for an operator
/// @param sending held while this process sends a mail
public record LocalPool(
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

    /// The `iss` of the tokens of a pool that several servers share. Each of them has another address, so this is a
    /// name at which nothing can answer.
    private static final String SHARED_ISSUER = "https://cruddur.invalid/" + POOL_ID;

    /// Cognito's default.
    public static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

    public LocalPool(Duration tokenLifetime, Mail mail, Seal seal) {
        this(tokenLifetime, mail, seal, new Counts());
    }

    private LocalPool(Duration tokenLifetime, Mail mail, Seal seal, Counts counts) {
        this(tokenLifetime, mail, seal, new Passwords(counts), new Guesses(counts), counts, new ReentrantLock());
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

    /// The same for one of several servers that accept each other's tokens.
    public static UserPool sharedAt(URI server) {
        return seenAt(server).issuing(SHARED_ISSUER);
    }
}
