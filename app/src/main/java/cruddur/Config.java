package cruddur;

import cruddur.http.Clients;
import cruddur.http.Origins;
import cruddur.identity.UserPool;
import cruddur.secrets.AwsService;
import cruddur.sql.Login;

import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a server is told at its start.
///
/// @param host the address it listens on
/// @param port 0 lets the system choose
/// @param database where it is, and who connects
/// @param pool whose tokens it believes; none without one
/// @param origins whose pages may read its answers, besides its own
/// @param clients behind which proxies they are
/// @param readsPerSecond of one client
/// @param writesPerSecond of one client
/// @param metricsPort where it tells of itself, on the same host; nowhere without one
public record Config(
        String host,
        int port,
        Login database,
        Optional<UserPool> pool,
        Origins origins,
        Clients clients,
        int readsPerSecond,
        int writesPerSecond,
        Optional<Integer> metricsPort) {

    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 4567;

    /// A server that listens there listens on this machine's own, too.
    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::");

    public static final int DEFAULT_READS = 50;
    public static final int DEFAULT_WRITES = 5;

    /// Reads the environment.
    ///
    /// @throws IllegalArgumentException with a sentence that names the variable
    public static Config from(Map<String, String> environment, Login database) {
        return new Config(
                environment.getOrDefault("HOST", DEFAULT_HOST),
                number(environment, "PORT", DEFAULT_PORT, 65_535),
                database,
                pool(environment),
                origins(environment),
                clients(environment),
                number(environment, "READS_PER_SECOND", DEFAULT_READS, 100_000),
                number(environment, "WRITES_PER_SECOND", DEFAULT_WRITES, 100_000),
                Optional.ofNullable(environment.get("METRICS_PORT"))
                        .map(_ -> number(environment, "METRICS_PORT", 0, 65_535)));
    }

    /// The same with another user pool.
    public Config believing(UserPool other) {
        return new Config(
                host,
                port,
                database,
                Optional.of(other),
                origins,
                clients,
                readsPerSecond,
                writesPerSecond,
                metricsPort);
    }

    /// Where a browser on this machine finds the server.
    public URI address() {
        String seen = EVERY_ADDRESS.contains(host) ? DEFAULT_HOST : host;
        return URI.create("http://" + (seen.contains(":") ? "[" + seen + "]" : seen) + ":" + port);
    }

    private static int number(
            Map<String, String> environment, String name, int orElse, int maximum) {
        String written = environment.getOrDefault(name, Integer.toString(orElse));
        if (!written.matches("[0-9]{1,6}") || Integer.parseInt(written) > maximum) {
            throw new IllegalArgumentException(
                    name + " is " + written + ", and must be a number from 0 to " + maximum);
        }
        return Integer.parseInt(written);
    }

    /// Each of the two may name several, with commas between them.
    private static Origins origins(Map<String, String> environment) {
        return new Origins(
                Stream.of("FRONTEND_URL", "BACKEND_URL")
                        .map(name -> environment.getOrDefault(name, ""))
                        .flatMap(urls -> Arrays.stream(urls.split(",", -1)))
                        .map(url -> url.strip().replaceFirst("/+$", ""))
                        .filter(url -> !url.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static Clients clients(Map<String, String> environment) {
        try {
            return Clients.behind(environment.getOrDefault("TRUSTED_PROXIES", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "TRUSTED_PROXIES must be addresses or networks with commas between them: "
                            + e.getMessage(),
                    e);
        }
    }

    private static Optional<UserPool> pool(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("AWS_COGNITO_USER_POOL_ID"))
                .map(
                        id ->
                                new UserPool(
                                        endpoint(environment, id),
                                        id,
                                        required(environment, "AWS_COGNITO_USER_POOL_CLIENT_ID")));
    }

    /// In the pool's region, which its id begins with.
    private static URI endpoint(Map<String, String> environment, String poolId) {
        return AwsService.COGNITO_IDENTITY_PROVIDER.address(
                poolId.replaceFirst("_.*", ""), environment);
    }

    private static String required(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "Set " + name + ", too: tokens are checked against it"));
    }
}
