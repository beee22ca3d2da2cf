package cruddur;

import cruddur.aws.Signing;
import cruddur.growth.MetricsTable;
import cruddur.http.Clients;
import cruddur.http.Origins;
import cruddur.identity.Operators;
import cruddur.redis.RedisAddress;
import cruddur.secrets.AwsService;
import cruddur.settings.Settings;
import cruddur.sql.Login;
import cruddur.userpool.UserPool;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The configuration of a server.
///
/// @param host the address it listens on
/// @param port 0 lets the system choose
/// @param database its address and login
/// @param preparesStatements whether statements are prepared once per connection, which some poolers do not support;
///   empty if a pooler is not expected
/// @param replica a read replica of it, for what strangers read
/// @param pool whose tokens are accepted; empty for none, or for the built-in one
/// @param origins whose pages may read its answers, besides its own
/// @param clients with the trusted proxies
/// @param readsPerSecond of one client
/// @param writesPerSecond of one client
/// @param maxConnections at once; empty for a number that depends on the event loops
/// @param cacheMebibytes the memory for answers that strangers share; 0 for none
/// @param sharedCache through which several servers share these answers: `redis` or `rediss`, or Momento's HTTP
///   API with the API key as the user
/// @param metricsPort of the metrics, on the same host; empty for none
/// @param operators who may see the dashboard
/// @param metricsTable the DynamoDB table of the growth metrics; empty to count in PostgreSQL
/// @param shutdownDelay how long a server that is told to stop continues, and reports that it is not ready
public record Config(
        String host,
        int port,
        Login database,
        Optional<Boolean> preparesStatements,
        Optional<Login> replica,
        Optional<UserPool> pool,
        Origins origins,
        Clients clients,
        int readsPerSecond,
        int writesPerSecond,
        Optional<Integer> maxConnections,
        int cacheMebibytes,
        Optional<URI> sharedCache,
        Optional<Integer> metricsPort,
        Operators operators,
        Optional<MetricsTable> metricsTable,
        Duration shutdownDelay) {

    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 4567;

    /// A server on one of these addresses also listens on this machine's loopback address.
    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::");

    public static final int DEFAULT_READS = 50;
    public static final int DEFAULT_WRITES = 5;
    public static final int DEFAULT_CACHE = 16;

    /// Reads the environment.
    ///
    /// @throws IllegalArgumentException with a sentence that names the variable
    public static Config from(Settings settings, Login database) {
        return new Config(
                settings.get("HOST", DEFAULT_HOST),
                number(settings, "PORT", DEFAULT_PORT, 65_535),
                database,
                settings.find("PREPARED_STATEMENTS").map(Config::preparesStatements),
                Optional.empty(),
                pool(settings),
                origins(settings),
                clients(settings),
                number(settings, "READS_PER_SECOND", DEFAULT_READS, 100_000),
                number(settings, "WRITES_PER_SECOND", DEFAULT_WRITES, 100_000),
                settings.find("MAX_CONNECTIONS").map(_ -> number(settings, "MAX_CONNECTIONS", 0, 100_000)),
                number(settings, "CACHE_MIB", DEFAULT_CACHE, 100_000),
                sharedCache(settings),
                settings.find("METRICS_PORT").map(_ -> number(settings, "METRICS_PORT", 0, 65_535)),
                Operators.named(settings.get("OPERATORS", "")),
                settings.find("METRICS_TABLE").map(name -> Signing.table(name, settings)),
                Duration.ofSeconds(number(settings, "SHUTDOWN_DELAY", 0, 300)));
    }

    /// The same with another user pool.
    public Config believing(UserPool other) {
        return new Config(
                host,
                port,
                database,
                preparesStatements,
                replica,
                Optional.of(other),
                origins,
                clients,
                readsPerSecond,
                writesPerSecond,
                maxConnections,
                cacheMebibytes,
                sharedCache,
                metricsPort,
                operators,
                metricsTable,
                shutdownDelay);
    }

    /// The same with a read replica.
    public Config reading(Optional<Login> other) {
        return new Config(
                host,
                port,
                database,
                preparesStatements,
                other,
                pool,
                origins,
                clients,
                readsPerSecond,
                writesPerSecond,
                maxConnections,
                cacheMebibytes,
                sharedCache,
                metricsPort,
                operators,
                metricsTable,
                shutdownDelay);
    }

    /// The same with these operators, unless the settings name some.
    public Config orOperatedBy(Operators others) {
        return new Config(
                host,
                port,
                database,
                preparesStatements,
                replica,
                pool,
                origins,
                clients,
                readsPerSecond,
                writesPerSecond,
                maxConnections,
                cacheMebibytes,
                sharedCache,
                metricsPort,
                operators.isEmpty() ? others : operators,
                metricsTable,
                shutdownDelay);
    }

    /// The address of the server for a browser on this machine.
    public URI address() {
        String seen = EVERY_ADDRESS.contains(host) ? DEFAULT_HOST : host;
        return URI.create("http://" + (seen.contains(":") ? "[" + seen + "]" : seen) + ":" + port);
    }

    /// Whether only this machine can connect.
    public boolean isOnLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }

    private static boolean preparesStatements(String written) {
        return switch (written) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException("PREPARED_STATEMENTS is " + written + ", and must be true or false");
        };
    }

    private static int number(Settings settings, String name, int orElse, int maximum) {
        String written = settings.get(name, Integer.toString(orElse));
        if (!written.matches("[0-9]{1,6}") || Integer.parseInt(written) > maximum) {
            throw new IllegalArgumentException(name + " is " + written + ", and must be a number from 0 to " + maximum);
        }
        return Integer.parseInt(written);
    }

    /// Each of the two settings may list several origins, separated by commas.
    private static Origins origins(Settings settings) {
        return new Origins(Stream.of("FRONTEND_URL", "BACKEND_URL")
                .map(name -> settings.get(name, ""))
                .flatMap(urls -> Arrays.stream(urls.split(",", -1)))
                .map(url -> url.strip().replaceFirst("/+$", ""))
                .filter(url -> !url.isEmpty())
                .collect(Collectors.toUnmodifiableSet()));
    }

    /// The message shows no address, which may hold a password.
    private static Optional<URI> sharedCache(Settings settings) {
        return settings.find("CACHE_URL").map(written -> {
            URI address = uri(written);
            if ("momento".equals(address.getScheme()) && address.getRawAuthority() != null) {
                return momento(settings, address.getRawAuthority());
            }
            if (!RedisAddress.isComplete(address)) {
                throw new IllegalArgumentException(
                        "CACHE_URL must be redis://host:port or rediss://host:port, with user:password@ if needed,"
                                + " percent-encoded; rediss:// may end with ?sslrootcert=FILE, the authorities that it"
                                + " trusts; or momento://cache");
            }
            new RedisAddress(address).checkAuthorities("CACHE_URL");
            return address;
        });
    }

    private static URI momento(Settings settings, String cache) {
        URI endpoint = uri(momento(settings, "MOMENTO_ENDPOINT", "the address of the HTTP API in the cache's region"));
        String key = momento(settings, "MOMENTO_API_KEY", "a key that may read and write the cache");
        if (!Set.of("http", "https").contains(String.valueOf(endpoint.getScheme())) || endpoint.getHost() == null) {
            throw new IllegalArgumentException("MOMENTO_ENDPOINT must be https://host");
        }
        try {
            return new URI(
                    endpoint.getScheme(), key, endpoint.getHost(), endpoint.getPort(), "/cache/" + cache, null, null);
        } catch (URISyntaxException _) {
            throw new IllegalArgumentException("MOMENTO_API_KEY and the cache in CACHE_URL make no address");
        }
    }

    private static String momento(Settings settings, String name, String what) {
        return settings.find(name)
                .orElseThrow(() ->
                        new IllegalArgumentException("Set " + name + ", too, for momento:// in CACHE_URL: " + what));
    }

    private static URI uri(String written) {
        try {
            return URI.create(written);
        } catch (IllegalArgumentException _) {
            return URI.create("");
        }
    }

    private static Clients clients(Settings settings) {
        try {
            return Clients.behind(settings.get("TRUSTED_PROXIES", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "TRUSTED_PROXIES must be addresses or networks with commas between them: " + e.getMessage(), e);
        }
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
