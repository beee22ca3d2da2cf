package cruddur.redis;

import cruddur.breaker.Breaker;
import cruddur.sql.Authorities;
import cruddur.sql.TlsFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The address of Redis 6.2 or later, or Valkey: `redis://user:password@host:port/number`, or `rediss://` with TLS.
/// `?sslrootcert=` names a file of trusted authorities; without it, they are those of the JDK.
///
/// @param uri as [#isComplete] demands
public record RedisAddress(URI uri) {

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final int CONNECT_TIMEOUT_MS = 1_000;

    /// A server without TLS does not answer. This is shorter than what waits for it, so that the log says so.
    private static final int HANDSHAKE_TIMEOUT_MS = 800;

    /// A frozen server would keep its connections forever.
    private static final int IDLE_SECONDS = 30;

    private static final String AUTHORITIES = "sslrootcert=";

    /// Whether it is the address of a Redis server.
    public static boolean isRedis(URI uri) {
        return Set.of("redis", "rediss").contains(String.valueOf(uri.getScheme()));
    }

    /// Whether it has these parts, and no others.
    public static boolean isComplete(URI uri) {
        return isRedis(uri)
                && uri.getHost() != null
                && uri.getPath().matches("/?|/[0-9]{1,4}")
                && (uri.getQuery() == null || (isSecure(uri) && uri.getQuery().startsWith(AUTHORITIES)));
    }

    private static boolean isSecure(URI uri) {
        return "rediss".equals(uri.getScheme());
    }

    private Optional<String> authorities() {
        return Optional.ofNullable(uri.getQuery()).map(query -> query.substring(AUTHORITIES.length()));
    }

    /// Checks the file of authorities, so that a server that could never connect does not start.
    ///
    /// @param source the name of the address in messages
    /// @throws IllegalArgumentException with a sentence for the operator
    public void checkAuthorities(String source) {
        authorities().ifPresent(file -> Authorities.check(file, source));
    }

    /// What only the users of this Redis know; empty if it has no password.
    String secret() {
        return Objects.requireNonNullElse(uri.getRawUserInfo(), "");
    }

    /// A client that connects at its first call.
    ///
    /// @param waiting calls that may wait for a connection
    public Redis client(Vertx vertx, int connections, int waiting) {
        NetClientOptions network = new NetClientOptions()
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setSslHandshakeTimeout(HANDSHAKE_TIMEOUT_MS)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(IDLE_SECONDS)
                .setTcpNoDelay(true)
                .setHostnameVerificationAlgorithm("HTTPS");
        authorities().ifPresent(file -> network.setTrustOptions(new PemTrustOptions().addCertPath(file)));
        return Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString(uri.toString())
                        .setMaxPoolSize(connections)
                        .setMaxPoolWaiting(waiting)
                        .setNetClientOptions(network));
    }

    /// A breaker for the calls of a client.
    ///
    /// @param what is done there, for the log
    /// @param otherwise what happens meanwhile, as a clause for the log
    public Breaker breaker(Vertx vertx, String what, String otherwise, Duration longestCall) {
        String place = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        return new Breaker(vertx, what + " at " + place, otherwise, longestCall, PAUSE);
    }

    /// The time in an answer to `TIME`, which is in seconds and microseconds.
    public static long milliseconds(@Nullable Response time) {
        return number(Objects.requireNonNull(time).get(0)) * 1000 + number(time.get(1)) / 1000;
    }

    /// An answer that is a number.
    static long number(@Nullable Response number) {
        return Objects.requireNonNull(Objects.requireNonNull(number).toLong());
    }

    /// Sends these in one round trip. The failure of a connection that is not trusted says why.
    public static Future<List<@Nullable Response>> send(Redis redis, List<Request> commands) {
        return redis.batch(commands)
                .recover(failure -> TlsFailure.sentence(failure)
                        .<Future<List<@Nullable Response>>>map(Future::failedFuture)
                        .orElseGet(() -> Future.failedFuture(failure)));
    }
}
