package cruddur.cli.common;

import cruddur.aws.Logins;
import cruddur.operations.UnreachableException;
import cruddur.sql.Authorities;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Login;
import cruddur.sql.LoginException;

import java.util.Map;
import java.util.Optional;

/// Finds who connects to the database that an operator means: whom its address names, unless the
/// settings beside the address name a secret, or ask for a token of AWS IAM.
///
/// @param prefix of the settings' names, for example `PROD_CONNECTION`
record LoginReading(Map<String, String> environment, String prefix) {

    /// Who connects for as long as this runs.
    ///
    /// @throws IllegalArgumentException if the settings do not fit together
    /// @throws UnreachableException without the AWS credentials that it takes
    Login lasting() {
        ConnectionUrl address = address();
        Authorities.check(address);
        Optional<String> arn = Optional.ofNullable(environment.get(secretArn()));
        if (!isByToken()) {
            return arn.map(secret -> bySecret(address, secret)).orElse(address);
        }
        if (arn.isPresent()) {
            throw new IllegalArgumentException(
                    "Set either " + secretArn() + " or " + iamAuth() + ", not both.");
        }
        return Logins.byToken(address, environment);
    }

    /// The secret names the person, too, so that an address of somebody with a password would
    /// connect as another.
    private Login bySecret(ConnectionUrl address, String secret) {
        if (address.password().isPresent()) {
            throw new IllegalArgumentException(
                    "%s_URL has a password, and %s names another. Leave out one of them; cruddur config shows where each is set."
                            .formatted(prefix, secretArn()));
        }
        return Logins.bySecret(address, secret, environment);
    }

    /// The address with the password of the moment.
    ConnectionUrl now() {
        try {
            return lasting().current();
        } catch (LoginException e) {
            throw new UnreachableException(e.getMessage() + ".", e);
        }
    }

    private ConnectionUrl address() {
        return Optional.ofNullable(environment.get(prefix + "_URL"))
                .map(ConnectionUrl::parse)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "Set "
                                                + prefix
                                                + "_URL to the address of the database, like postgresql://user:password@host:5432/cruddur."));
    }

    private boolean isByToken() {
        String set = environment.getOrDefault(iamAuth(), "false");
        return switch (set) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new IllegalArgumentException(
                            iamAuth() + " is " + set + ", and must be true or false.");
        };
    }

    private String secretArn() {
        return prefix + "_SECRET_ARN";
    }

    private String iamAuth() {
        return prefix + "_IAM_AUTH";
    }
}
