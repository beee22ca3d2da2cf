package cruddur.database;

import cruddur.sql.ConnectionUrl;
import cruddur.sql.Login;
import cruddur.sql.Query;
import cruddur.sql.ServerRole;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The connections of an event loop, and the time limits on them.
final class Pools {

    private static final Query BEGIN = Query.load("connections/begin");

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
    private final SessionLogin reader;
    private final SessionLogin writer;
    private final Optional<Boolean> preparesStatements;
    private final int loops;
    private final ClientSSLOptions trust;
    private boolean isPooled;

    /// @param preparesStatements whether statements are prepared once per connection; empty if it was not decided
    /// @param loops that share the connections of the server
    Pools(Vertx vertx, Login login, Optional<Boolean> preparesStatements, int loops) {
        this.vertx = vertx;
        this.reader = new SessionLogin(vertx, login, ServerRole.READ);
        this.writer = new SessionLogin(vertx, login, ServerRole.WRITE);
        this.preparesStatements = preparesStatements;
        this.loops = loops;
        this.trust = trust(login.address());
    }

    /// @param searches for reads that may take long and would delay others
    record Open(Connections reads, Connections searches, Connections writes, Connections upkeep) {

        /// Closes every connection, after the statements that are under way.
        Future<Void> close() {
            return Future.join(reads.close(), searches.close(), writes.close(), upkeep.close())
                    .mapEmpty();
        }
    }

    /// Opens the pools; connects at the first statement.
    Open open() {
        return new Open(
                connections("reads", READ_CONNECTIONS, READ_PIPELINE, reader),
                connections("searches", SEARCH_CONNECTIONS, SEARCH_PIPELINE, reader),
                connections("writes", WRITE_CONNECTIONS, WRITE_PIPELINE, writer),
                Connections.of(primary(PgBuilder.pool(), "upkeep", loops, 1, writer), writer, UPKEEP_TIMEOUT));
    }

    /// The login of sessions that only read.
    SessionLogin reader() {
        return reader;
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
        return pool(PgBuilder.pool(), name, size, 1, reader).build();
    }

    private Connections connections(String name, int size, int pipeline, SessionLogin login) {
        return Connections.of(primary(PgBuilder.client(), name, size, pipeline, login), login);
    }

    private <C extends SqlClient> C primary(
            ClientBuilder<C> builder, String name, int size, int pipeline, SessionLogin login) {
        return pool(builder, name, size, pipeline, login)
                .withConnectHandler(this::begin)
                .build();
    }

    /// @param name in the metrics
    private <C extends SqlClient> ClientBuilder<C> pool(
            ClientBuilder<C> builder, String name, int size, int pipeline, SessionLogin login) {
        return connecting(builder, pipeline, login)
                .using(vertx)
                .with(new PoolOptions()
                        .setName(name)
                        .setMaxSize(size / loops)
                        .setMaxWaitQueueSize(WAIT_QUEUE)
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setConnectionTimeout((int) ACQUIRE_TIMEOUT.toMillis()))
                .with(new NetClientOptions()
                        .setConnectTimeout(login.connectTimeoutSeconds() * 1000)
                        .setReadIdleTimeout((int) SILENCE.toSeconds()));
    }

    /// Sent without preparing it, which works through every pooler.
    private void begin(SqlConnection connection) {
        connection
                .query(BEGIN.sql())
                .execute()
                .onSuccess(rows -> isPooled |= isOfAnotherProcess(connection, rows))
                .onComplete(_ -> connection.close());
    }

    /// Whether PostgreSQL answers from another process than the one that the connection was told. A pooler takes one
    /// of its sessions for each transaction, and makes up a process for the connection.
    private static boolean isOfAnotherProcess(SqlConnection connection, RowSet<Row> rows) {
        return rows.iterator().next().getInteger("process_id")
                != PgConnection.cast(connection).processId();
    }

    /// Whether statements would be prepared at a pooler that may not know them when they run. It could then run those
    /// of another connection that have the same names.
    boolean isUndecided() {
        return isPooled && preparesStatements.isEmpty();
    }

    private <C extends SqlClient> ClientBuilder<C> connecting(
            ClientBuilder<C> builder, int pipeline, SessionLogin login) {
        return login.isPasswordFetched()
                ? builder.connectingTo(() -> login.fetch().map(url -> options(url, pipeline)))
                : builder.connectingTo(options(login.url(), pipeline));
    }

    private SqlConnectOptions options(ConnectionUrl url, int pipeline) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(url.host())
                .setPort(url.port())
                .setUser(url.user())
                .setDatabase(url.database())
                .setPassword(url.password().orElse(""))
                .setCachePreparedStatements(preparesStatements.orElse(true))
                .setUseLayer7Proxy(!preparesStatements.orElse(true))
                .setPreparedStatementCacheSqlLimit(Integer.MAX_VALUE)
                .setSslMode(SslMode.of(url.sslMode()))
                .setSslOptions(trust)
                .setPipeliningLimit(pipeline);
        // Poolers refuse most others. PostgreSQL's own value is as good.
        options.getProperties().remove("extra_float_digits");
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
