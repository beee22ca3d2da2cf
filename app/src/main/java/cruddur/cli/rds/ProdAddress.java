package cruddur.cli.rds;

import cruddur.aws.AuthorityBundle;
import cruddur.aws.Instance;
import cruddur.cli.common.Setting;
import cruddur.cli.common.SettingSources;
import cruddur.cli.common.Terminal;
import cruddur.sql.ConnectionUrl;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// The connection settings of prod.
///
/// @param yes whether to keep them without a question
record ProdAddress(SettingSources sources, Terminal terminal, boolean yes) {

    /// The certificates that check a connection, in a file beside `.env`.
    ///
    /// @throws cruddur.operations.OperationException if they cannot be fetched
    AuthorityBundle authorities() {
        String source = sources.value(Setting.RDS_CA_BUNDLE_URL).orElseThrow();
        return new AuthorityBundle(
                URI.create(source),
                sources.file().path().toAbsolutePath().normalize().resolveSibling("rds-ca-bundle.pem"));
    }

    /// Offers to keep the URL, and the ARN of the password's secret if AWS generates the password.
    void offer(Instance instance, Optional<String> password) {
        if (password.isEmpty() && instance.secretArn().isEmpty()) {
            terminal.report("Cruddur: its password is unknown. To set a new one: cruddur rds reset-password");
        }
        String url = url(instance, password).reveal();
        sources.offer(Setting.PROD_CONNECTION_URL, url, terminal, yes);
        instance.secretArn().ifPresent(arn -> sources.offer(Setting.PROD_CONNECTION_SECRET_ARN, arn, terminal, yes));
    }

    private ConnectionUrl url(Instance instance, Optional<String> password) {
        return new ConnectionUrl(
                instance.masterUsername(),
                password.filter(_ -> instance.secretArn().isEmpty()),
                instance.host().orElseThrow(),
                instance.port(),
                instance.database(),
                Map.of(
                        "sslmode",
                        "verify-full",
                        "sslrootcert",
                        authorities().path().toString()));
    }

    /// The password of this instance in the settings, if they have one.
    Optional<String> password(Instance instance) {
        return sources.value(Setting.PROD_CONNECTION_URL)
                .filter(_ -> isFor(instance))
                .map(ConnectionUrl::parse)
                .flatMap(ConnectionUrl::password);
    }

    /// Whether prod is this instance, or not set.
    boolean isFor(Instance instance) {
        return sources.value(Setting.PROD_CONNECTION_URL)
                .map(ConnectionUrl::parse)
                .map(url -> instance.host().filter(url.host()::equalsIgnoreCase).isPresent())
                .orElse(true);
    }
}
