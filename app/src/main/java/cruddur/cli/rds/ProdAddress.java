package cruddur.cli.rds;

import cruddur.aws.Instance;
import cruddur.cli.common.Setting;
import cruddur.cli.common.Settings;
import cruddur.cli.common.Terminal;
import cruddur.operations.AuthorityBundle;
import cruddur.sql.ConnectionUrl;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// How prod is reached: what an operator keeps of an instance.
///
/// @param yes whether to keep it without a question
record ProdAddress(Settings settings, Terminal terminal, boolean yes) {

    /// The certificates that a connection is checked against, beside the address that names them.
    ///
    /// @throws cruddur.operations.OperationException if they cannot be had
    AuthorityBundle authorities() {
        String source =
                settings.value(Setting.RDS_CA_BUNDLE_URL.name())
                        .or(Setting.RDS_CA_BUNDLE_URL::orElse)
                        .orElseThrow();
        return new AuthorityBundle(
                URI.create(source),
                settings.file()
                        .path()
                        .toAbsolutePath()
                        .normalize()
                        .resolveSibling("rds-ca-bundle.pem"));
    }

    /// Offers to keep the address, and where AWS keeps the password if it makes them.
    void offer(Instance instance, Optional<String> password) {
        if (password.isEmpty() && instance.secretArn().isEmpty()) {
            terminal.say(
                    "Cruddur: its password is not known here. For another one: cruddur rds reset-password");
        }
        String url = url(instance, password).reveal();
        settings.offer(Setting.PROD_CONNECTION_URL, url, terminal, yes);
        instance.secretArn()
                .ifPresent(
                        arn ->
                                settings.offer(
                                        Setting.PROD_CONNECTION_SECRET_ARN, arn, terminal, yes));
    }

    private ConnectionUrl url(Instance instance, Optional<String> password) {
        return new ConnectionUrl(
                instance.masterUsername(),
                password.filter(_ -> instance.secretArn().isEmpty()),
                instance.host().orElseThrow(),
                instance.port(),
                instance.database(),
                Map.of("sslmode", "verify-full", "sslrootcert", authorities().path().toString()));
    }

    /// Whether prod is this instance, or nothing yet.
    boolean isFor(Instance instance) {
        return settings.value(Setting.PROD_CONNECTION_URL.name())
                .map(ConnectionUrl::parse)
                .map(url -> instance.host().filter(url.host()::equalsIgnoreCase).isPresent())
                .orElse(true);
    }
}
