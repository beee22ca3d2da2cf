package cruddur.sql;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The connections of an event loop, and how long anything may take on them.
final class Pools {

    private static final Query BEGIN = Query.load("connections/begin");

    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(3);

    /// Shorter than [#SILENCE], which would end the connection first.
    private static final Duration UPKEEP_TIMEOUT = Duration.ofSeconds(25);

    /// How long a request waits for a connection, which may first have to be made. Shorter than the
    /// request's own deadline, so that it is told what it waited for.
    private static final Duration ACQUIRE_TIMEOUT = Duration.ofSeconds(4);

    /// A network that went silent is given up after this; so is an idle connection, which costs the
    /// next request the few milliseconds of a new one.
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /// More requests than this are refused at once instead of waiting: they could not be answered
    /// in time.
    private static final int WAIT_QUEUE = 512;

    /// Of a whole server. PostgreSQL answers reads one after the other on each connection; of
    /// writes it makes many durable at once, if they are on as many connections.
    private static final int READ_CONNECTIONS = 8;

    private static final int SEARCH_CONNECTIONS = 4;

    private static final int WRITE_CONNECTIONS = 24;

    /// How many statements may be under way on one connection. More would let one slow statement
    /// hold up many others, and, since the first connection is filled before a second is opened,
    /// leave the others idle.
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

    /// @param searches for what may take longer than other reads, and would stand in front of them
    record Open(SqlClient reads, SqlClient searches, SqlClient writes, SqlClient upkeep) {

        /// Closes every connection, after the statements that are under way.
        Future<Void> close() {
            return Future.join(reads.close(), searches.close(), writes.close(), upkeep.close())
                    .mapEmpty();
        }
    }

    /// Connects when the first statements come.
    Open open() {
        return new Open(
                pool("reads", READ_CONNECTIONS, READ_PIPELINE, settings("on", STATEMENT_TIMEOUT)),
                pool(
                        "searches",
                        SEARCH_CONNECTIONS,
                        SEARCH_PIPELINE,
                        settings("on", STATEMENT_TIMEOUT)),
                pool(
                        "writes",
                        WRITE_CONNECTIONS,
                        WRITE_PIPELINE,
                        settings("off", STATEMENT_TIMEOUT)),
                pool("upkeep", loops, 1, settings("off", UPKEEP_TIMEOUT)));
    }

    /// Whether the password may be another tomorrow.
    boolean isPasswordFetched() {
        return !(login instanceof ConnectionUrl);
    }

    /// What the newest connection was or is made with.
    ConnectionUrl lastUsed() {
        return lastUsed;
    }

    /// Looks for another password after one was refused.
    Future<Boolean> isPasswordRenewedAfter(ConnectionUrl refused) {
        return vertx.executeBlocking(() -> login.isRenewedAfter(refused), false)
                .map(Boolean.TRUE::equals);
    }

    private static BoundQuery settings(String readOnly, Duration timeout) {
        return BEGIN.with("statement_timeout", timeout.toMillis() + "ms")
                .with("read_only", readOnly);
    }

    /// @param name in the metrics
    private SqlClient pool(String name, int size, int pipeline, BoundQuery settings) {
        return connecting(PgBuilder.client(), pipeline)
                .using(vertx)
                .with(
                        new PoolOptions()
                                .setName(name)
                                .setMaxSize(size / loops)
                                .setMaxWaitQueueSize(WAIT_QUEUE)
                                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                                .setConnectionTimeout((int) ACQUIRE_TIMEOUT.toMillis()))
                .with(
                        new NetClientOptions()
                                .setConnectTimeout(login.address().connectTimeoutSeconds() * 1000)
                                .setReadIdleTimeout((int) SILENCE.toSeconds()))
                .withConnectHandler(connection -> begin(connection, settings))
                .build();
    }

    /// Settings are made after connecting, not while, because poolers refuse start-up options they
    /// do not know.
    private static void begin(SqlConnection connection, BoundQuery settings) {
        connection
                .preparedQuery(settings.sql())
                .execute(Tuple.tuple(settings.values()))
                .onComplete(_ -> connection.close());
    }

    /// A password that is fetched is asked for by each new connection, beside the event loop.
    private ClientBuilder<SqlClient> connecting(ClientBuilder<SqlClient> builder, int pipeline) {
        return login instanceof ConnectionUrl url
                ? builder.connectingTo(options(url, pipeline))
                : builder.connectingTo(
                        () ->
                                vertx.executeBlocking(login::current, false)
                                        .map(current -> options(current, pipeline)));
    }

    private SqlConnectOptions options(ConnectionUrl url, int pipeline) {
        lastUsed = url;
        PgConnectOptions options =
                new PgConnectOptions()
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
        options.addProperty(
                "application_name", url.parameters().getOrDefault("application_name", "cruddur"));
        Optional.ofNullable(url.parameters().get("options"))
                .ifPresent(value -> options.addProperty("options", value));
        return options;
    }

    /// As libpq: `require` encrypts and trusts any certificate, `verify-ca` wants a known
    /// authority, `verify-full` also the host's name. `sslrootcert=system` is the JDK's own list of
    /// authorities.
    private static ClientSSLOptions trust(ConnectionUrl url) {
        ClientSSLOptions trust =
                new ClientSSLOptions()
                        .setHostnameVerificationAlgorithm(
                                url.sslMode().equals("verify-full") ? "HTTPS" : "");
        if (!url.sslMode().startsWith("verify-")) {
            return trust.setTrustAll(true);
        }
        return url.authorities().equals(ConnectionUrl.SYSTEM)
                ? trust
                : trust.setTrustOptions(new PemTrustOptions().addCertPath(url.authorities()));
    }
}
