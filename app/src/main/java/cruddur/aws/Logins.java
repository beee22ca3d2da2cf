package cruddur.aws;

import cruddur.secrets.FetchedLogin;
import cruddur.secrets.FetchedLogin.Pass;
import cruddur.secrets.Secret;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Login;
import cruddur.sql.LoginException;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsUtilities;
import software.amazon.awssdk.services.rds.model.GenerateAuthenticationTokenRequest;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Who connects to a database on Amazon RDS whose address holds no password.
public final class Logins {

    /// RDS takes a token for fifteen minutes, and asks for it only while a connection is made.
    private static final Duration TOKEN_AGE = Duration.ofMinutes(10);

    private Logins() {}

    /// The person of a secret of AWS Secrets Manager.
    ///
    /// @param settings by the names of the SDK's environment variables
    /// @throws IllegalArgumentException if that is no secret's ARN
    /// @throws cruddur.operations.UnreachableException without credentials
    public static Login bySecret(ConnectionUrl database, String arn, Map<String, String> settings) {
        Account account = Account.in(Region.of(Secret.regionOf(arn)), settings);
        return new FetchedLogin(new Secret(database, arn, settings, account::signer));
    }

    /// The person of the address, who shows a token of AWS IAM instead of a password.
    ///
    /// @param settings by the names of the SDK's environment variables
    /// @throws IllegalArgumentException if the address does not say that the server's certificate
    ///   is checked: whoever gets hold of a token can connect with it
    /// @throws cruddur.operations.UnreachableException without credentials or a region
    public static Login byToken(ConnectionUrl database, Map<String, String> settings) {
        if (!database.sslMode().equals("verify-full")) {
            throw new IllegalArgumentException(
                    "IAM tokens go to a server whose certificate is checked, and to no other; add"
                            + " sslmode=verify-full to the connection URL.");
        }
        Account account = Account.near(database.host(), settings);
        RdsUtilities tokens =
                RdsUtilities.builder()
                        .region(account.region())
                        .credentialsProvider(account.credentials())
                        .build();
        return new FetchedLogin(new Token(database, tokens));
    }

    private record Token(ConnectionUrl address, RdsUtilities tokens)
            implements FetchedLogin.Source {

        @Override
        public Pass fetch() throws LoginException {
            try {
                String token = tokens.generateAuthenticationToken(this::describe);
                return new Pass(
                        address.withLogin(address.user(), Optional.of(token)),
                        Instant.now().plus(TOKEN_AGE));
            } catch (SdkException _) {
                throw new LoginException(
                        "There are no AWS credentials any more to make a token for the database with");
            }
        }

        private void describe(GenerateAuthenticationTokenRequest.Builder request) {
            request.hostname(address.host()).port(address.port()).username(address.user());
        }
    }
}
