package cruddur.aws;

import cruddur.secrets.FetchedLogin;
import cruddur.secrets.FetchedLogin.Pass;
import cruddur.secrets.Secret;
import cruddur.settings.Settings;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Login;
import cruddur.sql.LoginException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsUtilities;
import software.amazon.awssdk.services.rds.model.GenerateAuthenticationTokenRequest;

/// The logins for a database on Amazon RDS if the connection URL holds no password.
public final class Logins {

    /// A token is valid for fifteen minutes, and RDS checks it only while a connection is made.
    private static final Duration TOKEN_AGE = Duration.ofMinutes(10);

    private Logins() {}

    /// The login in a secret of AWS Secrets Manager.
    ///
    /// @param settings by the names of the SDK's environment variables
    /// @throws IllegalArgumentException if `arn` is not the ARN of a secret
    /// @throws cruddur.operations.UnreachableException without credentials
    public static Login bySecret(ConnectionUrl database, String arn, Settings settings) {
        Account account = Account.in(Region.of(Secret.regionOf(arn)), settings);
        return new FetchedLogin(new Secret(database, arn, settings, account::signer));
    }

    /// The user of the connection URL, with a token of AWS IAM instead of a password.
    ///
    /// @param settings by the names of the SDK's environment variables
    /// @throws IllegalArgumentException if the URL does not have `sslmode=verify-full`: an attacker who
    ///   receives a token can connect with it
    /// @throws cruddur.operations.UnreachableException without credentials or a region
    public static Login byToken(ConnectionUrl database, Settings settings) {
        if (!database.sslMode().equals("verify-full")) {
            throw new IllegalArgumentException("IAM tokens are sent only to a server whose certificate is checked. Add"
                    + " sslmode=verify-full to the connection URL.");
        }
        Account account = Account.near(database.host(), settings);
        RdsUtilities tokens = RdsUtilities.builder()
                .region(account.region())
                .credentialsProvider(account.credentials())
                .build();
        return new FetchedLogin(new Token(database, tokens));
    }

    private record Token(ConnectionUrl address, RdsUtilities tokens) implements FetchedLogin.Source {

        @Override
        public Pass fetch() throws LoginException {
            try {
                String token = tokens.generateAuthenticationToken(this::describe);
                return new Pass(
                        address.withLogin(address.user(), Optional.of(token)),
                        Instant.now().plus(TOKEN_AGE));
            } catch (SdkException _) {
                throw new LoginException("The AWS credentials that sign in to the database are no longer available");
            }
        }

        /// A token is for one user.
        @Override
        public FetchedLogin.Source as(String user) {
            return new Token(address.as(user), tokens);
        }

        private void describe(GenerateAuthenticationTokenRequest.Builder request) {
            request.hostname(address.host()).port(address.port()).username(address.user());
        }
    }
}
