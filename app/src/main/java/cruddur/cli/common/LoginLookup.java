package cruddur.cli.common;

import cruddur.aws.Logins;
import cruddur.operations.UnreachableException;
import cruddur.settings.Settings;
import cruddur.sql.Authorities;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Login;
import cruddur.sql.LoginException;
import java.util.Optional;

/// Finds the login for a target's database: the user and password of the URL, or of a secret, or
/// the user with a token of AWS IAM.
///
/// @param prefix of the names of the other settings, for example `PROD_CONNECTION`
/// @param urlVariable the name of the setting with the URL
record LoginLookup(Settings settings, String prefix, String urlVariable) {

    /// A login that renews itself while this process runs.
    ///
    /// @throws IllegalArgumentException if the settings contradict each other
    /// @throws UnreachableException if AWS credentials are needed and missing
    Login lasting() {
        ConnectionUrl address = address();
        Authorities.check(address);
        Optional<String> arn = settings.find(secretArn());
        if (!isByToken()) {
            return arn.map(secret -> bySecret(address, secret)).orElse(address);
        }
        if (arn.isPresent()) {
            throw new IllegalArgumentException("Set either " + secretArn() + " or " + iamAuth() + ", not both.");
        }
        return Logins.byToken(address, settings);
    }

    /// The secret contains the user, too, so a URL with a password would be of another login.
    private Login bySecret(ConnectionUrl address, String secret) {
        if (address.password().isPresent()) {
            throw new IllegalArgumentException(
                    "%s has a password, and %s names another. Remove one of them; cruddur config shows where each is set."
                            .formatted(urlVariable, secretArn()));
        }
        return Logins.bySecret(address, secret, settings);
    }

    /// The URL with the current password.
    ConnectionUrl now() {
        try {
            return lasting().current();
        } catch (LoginException e) {
            throw new UnreachableException(e.getMessage() + ".", e);
        }
    }

    private ConnectionUrl address() {
        return settings.find(urlVariable)
                .map(url -> ConnectionUrl.parse(url, urlVariable))
                .orElseThrow(() -> new IllegalArgumentException("Set "
                        + urlVariable
                        + " to the address of the database, like postgresql://user:password@host:5432/cruddur."));
    }

    private boolean isByToken() {
        String set = settings.get(iamAuth(), "false");
        return switch (set) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(iamAuth() + " is " + set + ", and must be true or false.");
        };
    }

    private String secretArn() {
        return prefix + "_SECRET_ARN";
    }

    private String iamAuth() {
        return prefix + "_IAM_AUTH";
    }
}
