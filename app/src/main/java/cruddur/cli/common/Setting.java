package cruddur.cli.common;

import cruddur.CacheConfig;
import cruddur.ClientLimits;
import cruddur.Listener;
import cruddur.settings.Settings;
import java.util.Optional;

/// The settings, by the names of their environment variables.
public enum Setting {
    CONNECTION_URL(Kind.ADDRESS),
    CONNECTION_SECRET_ARN(Kind.WORD),
    CONNECTION_IAM_AUTH(Kind.WORD),
    READ_CONNECTION_URL(Kind.ADDRESS),
    PROD_CONNECTION_URL(Kind.ADDRESS),
    PROD_CONNECTION_SECRET_ARN(Kind.WORD),
    PROD_CONNECTION_IAM_AUTH(Kind.WORD),
    PROD_READ_CONNECTION_URL(Kind.ADDRESS),
    CRUDDUR_HOME(Kind.WORD),
    HOST(Listener.DEFAULT_HOST),
    PORT(Listener.DEFAULT_PORT),
    FRONTEND_URL(Kind.WORD),
    BACKEND_URL(Kind.WORD),
    TRUSTED_PROXIES(Kind.WORD),
    READS_PER_SECOND(ClientLimits.DEFAULT_READS),
    WRITES_PER_SECOND(ClientLimits.DEFAULT_WRITES),
    MAX_CONNECTIONS(Kind.WORD),
    PREPARED_STATEMENTS(Kind.WORD),
    SHUTDOWN_DELAY(0),
    CACHE_MIB(CacheConfig.DEFAULT_MEBIBYTES),
    CACHE_URL(Kind.ADDRESS),
    MOMENTO_API_KEY(Kind.SECRET),
    MOMENTO_ENDPOINT(Kind.WORD),
    METRICS_PORT(Kind.WORD),
    METRICS_TABLE(Kind.WORD),
    OPERATORS(Kind.WORD),
    USER_POOL(Kind.WORD),
    USER_POOL_SECRET(Kind.SECRET),
    SMTP_URL(Kind.ADDRESS),
    MAIL_FROM("cruddur@localhost"),
    AWS_COGNITO_USER_POOL_ID(Kind.WORD),
    AWS_COGNITO_USER_POOL_CLIENT_ID(Kind.WORD),
    AWS_REGION(Kind.WORD),
    AWS_DEFAULT_REGION(Kind.WORD),
    AWS_PROFILE(Kind.WORD),
    AWS_ACCESS_KEY_ID(Kind.WORD),
    AWS_SECRET_ACCESS_KEY(Kind.SECRET),
    AWS_SESSION_TOKEN(Kind.SECRET),
    AWS_ENDPOINT_URL(Kind.WORD),
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER(Kind.WORD),
    AWS_ENDPOINT_URL_DYNAMODB(Kind.WORD),
    AWS_ENDPOINT_URL_EC2(Kind.WORD),
    AWS_ENDPOINT_URL_RDS(Kind.WORD),
    AWS_ENDPOINT_URL_SECRETS_MANAGER(Kind.WORD),
    AWS_ENDPOINT_URL_STS(Kind.WORD),
    MASTER_USERNAME("cruddurroot"),
    MASTER_USER_PASSWORD(Kind.SECRET),
    DB_SG_ID(Kind.WORD),
    DB_SG_RULE_ID(Kind.WORD),
    GITPOD_IP(Kind.WORD),
    RDS_CA_BUNDLE_URL("https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem");

    private enum Kind {
        WORD,
        SECRET,
        /// It may contain a password.
        ADDRESS
    }

    private final Kind kind;
    private final Optional<String> orElse;

    Setting(Kind kind) {
        this.kind = kind;
        this.orElse = Optional.empty();
    }

    Setting(Object orElse) {
        this.kind = Kind.WORD;
        this.orElse = Optional.of(orElse.toString());
    }

    /// The default.
    public Optional<String> orElse() {
        return orElse;
    }

    /// The value, else the default.
    public Optional<String> in(Settings settings) {
        return settings.find(name()).or(() -> orElse);
    }

    /// The value without secrets. The text before the last `@` of an address may be a password that was
    /// not percent-encoded.
    public String masked(String value) {
        return switch (kind) {
            case WORD -> value;
            case SECRET -> value.isEmpty() ? "" : "****";
            case ADDRESS -> value.replaceFirst("(?s)://([^:@/]*):.*@", "://$1:****@");
        };
    }
}
