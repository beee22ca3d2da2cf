package cruddur;

import cruddur.identity.UserPool;
import cruddur.sql.ConnectionUrl;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// What a server is told at its start.
///
/// @param host the address it listens on
/// @param port 0 lets the system choose
/// @param pool whose tokens it believes; none without one
public record Config(String host, int port, ConnectionUrl database, Optional<UserPool> pool) {

    private static final String DEFAULT_HOST = "127.0.0.1";
    private static final int DEFAULT_PORT = 4567;

    /// Reads the environment.
    ///
    /// @throws IllegalArgumentException with a sentence that names the variable
    public static Config from(Map<String, String> environment, ConnectionUrl database) {
        return new Config(
                environment.getOrDefault("HOST", DEFAULT_HOST),
                port(environment),
                database,
                pool(environment));
    }

    /// Where a browser on this machine finds the server.
    public URI address() {
        return URI.create("http://" + (host.equals("0.0.0.0") ? DEFAULT_HOST : host) + ":" + port);
    }

    private static int port(Map<String, String> environment) {
        String written = environment.getOrDefault("PORT", Integer.toString(DEFAULT_PORT));
        if (!written.matches("[0-9]{1,5}") || Integer.parseInt(written) > 65_535) {
            throw new IllegalArgumentException(
                    "PORT is " + written + ", and must be a number from 0 to 65535");
        }
        return Integer.parseInt(written);
    }

    private static Optional<UserPool> pool(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("AWS_COGNITO_USER_POOL_ID"))
                .map(
                        id ->
                                UserPool.at(
                                        endpoint(environment, id),
                                        id,
                                        required(environment, "AWS_COGNITO_USER_POOL_CLIENT_ID")));
    }

    /// The SDK's own variable first, so that what stands in for Amazon is found; else Amazon's in
    /// the pool's region, which its id begins with.
    private static URI endpoint(Map<String, String> environment, String poolId) {
        return URI.create(
                environment.getOrDefault(
                        "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER",
                        "https://cognito-idp."
                                + poolId.replaceFirst("_.*", "")
                                + ".amazonaws.com"));
    }

    private static String required(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "Set " + name + ", too: tokens are checked against it"));
    }
}
