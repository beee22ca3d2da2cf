package cruddur.database;

import cruddur.sql.BoundQuery;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Login;
import cruddur.sql.Query;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The connections of an event loop, and the time limits on them.
final class Pools {

    private static final Query BEGIN = Query.load("connections/begin");
    private static final Query BEGIN_ON_REPLICA = Query.load("connections/begin_on_replica");

    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(3);

    /// Shorter than [#SILENCE], after which the connection is closed.
    private static final Duration UPKEEP_TIMEOUT = Duration.ofSeconds(25);

    /// How long a request waits for a connection, which may have to be opened. Shorter than the
    /// request's deadline, so that the error names this wait.
    private static final Duration ACQUIRE_TIMEOUT = Duration.ofSeconds(4);

    /// A connection without any data for this long is closed: a broken one, and an idle one, which costs
    /// the next request the few milliseconds of a new one.
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /// More waiting requests than this are refused at once, because they would miss their deadline.
    private static final int WAIT_QUEUE = 512;

    /// For the whole server. PostgreSQL answers the reads of a connection one after the other; it makes
    /// many writes durable at once if they are on as many connections.
    private static final int READ_CONNECTIONS = 8;

    private static final int REPLICA_READ_CONNECTIONS = 16;

    private static final int SEARCH_CONNECTIONS = 4;

    private static final int WRITE_CONNECTIONS = 24;

    /// The number of statements in flight on one connection. With more, one slow statement would delay
    /// many others; and because the first connection is filled before a second is opened, others would
    /// be idle.
    private static final int READ_PIPELINE = 8;

    private static final int SEARCH_PIPELINE = 1;

    private static final int WRITE_PIPELINE = 2;

    private final Vertx vertx;
    private final Login login;
    private final int loops;
    private final ClientSSLOptions trust;
    private volatile ConnectionUrl lastUsed;

    /// @param loops that share the connections of the server
    Pools(Vertx vertx, Login login, int loops) {
        this.vertx = vertx;
        this.login = login;
        this.loops = loops;
        this.trust = trust(login.address());
        this.lastUsed = login.address();
    }

    /// @param searches for reads that may take long and would delay others
    record Open(SqlClient reads, SqlClient searches, SqlClient writes, SqlClient upkeep) {

        /// Closes every connection, after the statements that are under way.
        Future<Void> close() {
            return Future.join(reads.close(), searches.close(), writes.close(), upkeep.close())
                    .mapEmpty();
        }
    }

    /// Opens the pools; connects at the first statement.
    Open open() {
        return new Open(
                pool("reads", READ_CONNECTIONS, READ_PIPELINE, settings("on", STATEMENT_TIMEOUT)),
                pool("searches", SEARCH_CONNECTIONS, SEARCH_PIPELINE, settings("on", STATEMENT_TIMEOUT)),
                pool("writes", WRITE_CONNECTIONS, WRITE_PIPELINE, settings("off", STATEMENT_TIMEOUT)),
                pool("upkeep", loops, 1, settings("off", UPKEEP_TIMEOUT)));
    }

    /// The number of reads that run at the same time on this event loop.
    int readsAtOnce() {
        return READ_CONNECTIONS / loops * READ_PIPELINE;
    }

    int searchesAtOnce() {
        return SEARCH_CONNECTIONS / loops * SEARCH_PIPELINE;
    }

    int writesAtOnce() {
        return WRITE_CONNECTIONS / loops * WRITE_PIPELINE;
    }

    /// For reads on a replica. A connection serves one of them at a time, because it first shows how old it is.
    Pool replicaReads() {
        return replica("replica reads", REPLICA_READ_CONNECTIONS);
    }

    Pool replicaSearches() {
        return replica("replica searches", SEARCH_CONNECTIONS);
    }

    private Pool replica(String name, int size) {
        return pool(
                PgBuilder.pool(),
                name,
                size,
                1,
                BEGIN_ON_REPLICA.with("statement_timeout", milliseconds(STATEMENT_TIMEOUT)));
    }

    /// Whether the password may change.
    boolean isPasswordFetched() {
        return !(login instanceof ConnectionUrl);
    }

    /// The URL and login of the newest connection, or of the current attempt.
    ConnectionUrl lastUsed() {
        return lastUsed;
    }

    /// Fetches the password again after this one was refused; whether it differs.
    Future<Boolean> isPasswordRenewedAfter(ConnectionUrl refused) {
        return vertx.executeBlocking(() -> login.isRenewedAfter(refused), false).map(Boolean.TRUE::equals);
    }

    private static BoundQuery settings(String readOnly, Duration timeout) {
        return BEGIN.with("statement_timeout", milliseconds(timeout)).with("read_only", readOnly);
    }

    private static String milliseconds(Duration time) {
        return time.toMillis() + "ms";
    }

    /// @param name in the metrics
    private SqlClient pool(String name, int size, int pipeline, BoundQuery settings) {
        return pool(PgBuilder.client(), name, size, pipeline, settings);
    }

    private <C extends SqlClient> C pool(
            ClientBuilder<C> builder, String name, int size, int pipeline, BoundQuery settings) {
        return connecting(builder, pipeline)
                .using(vertx)
                .with(new PoolOptions()
                        .setName(name)
                        .setMaxSize(size / loops)
                        .setMaxWaitQueueSize(WAIT_QUEUE)
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setConnectionTimeout((int) ACQUIRE_TIMEOUT.toMillis()))
                .with(new NetClientOptions()
                        .setConnectTimeout(login.address().connectTimeoutSeconds() * 1000)
                        .setReadIdleTimeout((int) SILENCE.toSeconds()))
                .withConnectHandler(connection -> begin(connection, settings))
                .build();
    }

    /// Applies the settings after connecting, because poolers refuse start-up options that they do not
    /// know.
    private static void begin(SqlConnection connection, BoundQuery settings) {
        connection
                .preparedQuery(settings.sql())
                .execute(Tuple.tuple(settings.values()))
                .onComplete(_ -> connection.close());
    }

    /// Each new connection fetches the password, on another thread than the event loop.
    private <C extends SqlClient> ClientBuilder<C> connecting(ClientBuilder<C> builder, int pipeline) {
        return login instanceof ConnectionUrl url
                ? builder.connectingTo(options(url, pipeline))
                : builder.connectingTo(
                        () -> vertx.executeBlocking(login::current, false).map(current -> options(current, pipeline)));
    }

    private SqlConnectOptions options(ConnectionUrl url, int pipeline) {
        lastUsed = url;
        PgConnectOptions options = new PgConnectOptions()
                .setHost(url.host())
                .setPort(url.port())
                .setUser(url.user())
                .setDatabase(url.database())
                .setPassword(url.password().orElse(""))
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheSqlLimit(Integer.MAX_VALUE)
                .setSslMode(SslMode.of(url.sslMode()))
                .setSslOptions(trust)
                .setPipeliningLimit(pipeline);
        options.addProperty("application_name", url.parameters().getOrDefault("application_name", "cruddur"));
        Optional.ofNullable(url.parameters().get("options")).ifPresent(value -> options.addProperty("options", value));
        return options;
    }

    /// As in libpq: `require` encrypts and trusts any certificate, `verify-ca` requires a known
    /// authority, `verify-full` also the host's name. `sslrootcert=system` is the JDK's own list of
    /// authorities.
    private static ClientSSLOptions trust(ConnectionUrl url) {
        ClientSSLOptions trust = new ClientSSLOptions()
                .setHostnameVerificationAlgorithm(url.sslMode().equals("verify-full") ? "HTTPS" : "");
        if (!url.isVerified()) {
            return trust.setTrustAll(true);
        }
        return url.authorities().equals(ConnectionUrl.SYSTEM)
                ? trust
                : trust.setTrustOptions(new PemTrustOptions().addCertPath(url.authorities()));
    }
}
