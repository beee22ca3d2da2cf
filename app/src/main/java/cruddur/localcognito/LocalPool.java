package cruddur.localcognito;

import cruddur.identity.UserPool;

import java.net.URI;
import java.time.Duration;

/// What a process has of its user pool once, however many event loops it has.
///
/// @param tokenLifetime of access and id tokens
public record LocalPool(
        SigningKeys keys, Duration tokenLifetime, Mail mail, Passwords passwords, Guesses guesses) {

    /// Where the pool answers, below the server's address.
    public static final String PATH = "/cognito-idp";

    public static final String POOL_ID = "local_cruddur";
    public static final String CLIENT_ID = "cruddurweb";

    public static final String JWKS_PATH = PATH + "/" + POOL_ID + "/.well-known/jwks.json";
    public static final String CONFIGURATION_PATH =
            PATH + "/" + POOL_ID + "/.well-known/openid-configuration";
    public static final String OUTBOX_PATH = "/dev/outbox";

    /// As long as Cognito's are good unless it is told otherwise.
    public static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

    public LocalPool(SigningKeys keys, Duration tokenLifetime, Mail mail) {
        this(keys, tokenLifetime, mail, new Passwords(), new Guesses());
    }

    /// This pool as those who check its tokens see it.
    ///
    /// @param server the server's address, without a path
    public static UserPool seenAt(URI server) {
        return new UserPool(URI.create(server + PATH), POOL_ID, CLIENT_ID);
    }
}
