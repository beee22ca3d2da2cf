package cruddur;

import cruddur.aws.Signing;
import cruddur.growth.MetricsTable;
import cruddur.http.Origins;
import cruddur.identity.Operators;
import cruddur.secrets.AwsService;
import cruddur.settings.Settings;
import cruddur.sql.Login;
import cruddur.userpool.UserPool;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The configuration of a server.
///
/// @param pool whose tokens are accepted; empty for none, or for the built-in one
/// @param operators who may see the dashboard
/// @param origins whose pages may read its answers, besides its own
/// @param metricsTable the DynamoDB table of the growth metrics; empty to count in PostgreSQL
/// @param shutdownDelay how long a server that is told to stop continues, and reports that it is not ready
public record Config(
        Listener listener,
        DatabaseLogins logins,
        Optional<UserPool> pool,
        Operators operators,
        Origins origins,
        ClientLimits limits,
        CacheConfig cache,
        Optional<MetricsTable> metricsTable,
        Duration shutdownDelay) {

    /// Scheme, host and perhaps a port, in lower case and without a path.
    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#@A-Z\\s]+");

    /// Reads the settings.
    ///
    /// @throws IllegalArgumentException with a sentence that names the setting
    public static Config from(Settings settings, Login database, Optional<Login> replica) {
        return new Config(
                Listener.from(settings),
                DatabaseLogins.from(settings, database, replica),
                pool(settings),
                Operators.named(settings.get("OPERATORS", "")),
                origins(settings),
                ClientLimits.from(settings),
                CacheConfig.from(settings),
                settings.find("METRICS_TABLE").map(name -> Signing.table(name, settings)),
                Duration.ofSeconds(settings.number("SHUTDOWN_DELAY", 300).orElse(0)));
    }

    /// The same with another user pool.
    public Config believing(UserPool other) {
        return new Config(
                listener, logins, Optional.of(other), operators, origins, limits, cache, metricsTable, shutdownDelay);
    }

    /// The same with these operators, unless the settings name some.
    public Config orOperatedBy(Operators others) {
        return operators.isEmpty()
                ? new Config(listener, logins, pool, others, origins, limits, cache, metricsTable, shutdownDelay)
                : this;
    }

    /// Each of the two settings may list several origins, separated by commas.
    private static Origins origins(Settings settings) {
        return new Origins(Stream.of("FRONTEND_URL", "BACKEND_URL")
                .flatMap(name -> Arrays.stream(settings.get(name, "").split(",", -1))
                        .map(url -> url.strip().replaceFirst("/+$", ""))
                        .filter(url -> !url.isEmpty())
                        .map(url -> origin(name, url)))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /// Refuses what no browser sends as `Origin`: such a page would fail later, without a reason.
    private static String origin(String name, String url) {
        if (!ORIGIN.matcher(url).matches()) {
            throw new IllegalArgumentException(name + " names " + url
                    + ", and must name origins as browsers send them, like http://localhost:3000");
        }
        return url;
    }

    /// Whether the built-in user pool is to run, by the settings. `cruddur up` also runs it if they name no pool.
    ///
    /// @throws IllegalArgumentException with a sentence, if the settings contradict each other
    public static boolean hasBuiltInPool(Settings settings) {
        Optional<String> named = settings.find("USER_POOL");
        if (named.isPresent() && !named.get().equals("built-in")) {
            throw new IllegalArgumentException("USER_POOL is " + named.get() + ", and must be built-in, or not be set");
        }
        if (named.isPresent() && settings.contains("AWS_COGNITO_USER_POOL_ID")) {
            throw new IllegalArgumentException(
                    "USER_POOL is built-in, and AWS_COGNITO_USER_POOL_ID names a pool of Amazon's. Unset one of them");
        }
        return named.isPresent();
    }

    private static Optional<UserPool> pool(Settings settings) {
        if (hasBuiltInPool(settings)) {
            return Optional.empty();
        }
        return settings.find("AWS_COGNITO_USER_POOL_ID")
                .map(id -> new UserPool(
                        endpoint(settings, id), id, required(settings, "AWS_COGNITO_USER_POOL_CLIENT_ID")));
    }

    /// The pool's region begins its id.
    private static URI endpoint(Settings settings, String poolId) {
        return AwsService.COGNITO_IDENTITY_PROVIDER.address(poolId.replaceFirst("_.*", ""), settings);
    }

    private static String required(Settings settings, String name) {
        return settings.find(name)
                .orElseThrow(
                        () -> new IllegalArgumentException("Set " + name + ", too: tokens are checked against it"));
    }
}
