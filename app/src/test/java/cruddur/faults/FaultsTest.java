package cruddur.faults;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.administration.ServerRoles;
import cruddur.faults.Traffic.Summary;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.ServerRole;
import cruddur.testing.CruddurProcess;
import cruddur.testing.Installation;
import cruddur.testing.LiveStream;
import cruddur.testing.LoadBalancer;
import cruddur.testing.MomentoEndpoint;
import cruddur.testing.PgBouncer;
import cruddur.testing.RedisServer;
import cruddur.testing.Relay;
import cruddur.testing.Sql;
import cruddur.testing.StandbyPair;
import cruddur.testing.SteppedClock;
import cruddur.testing.TestPool;
import cruddur.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Faults of everything that a server needs or uses, while strangers read, and people read and write. No acknowledged
/// write is lost, and all requests succeed again soon; where the server can do without, none fails. Prints a table.
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsTest {

    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(15);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// How long a fault lasts that ends.
    private static final Duration FAULT = Duration.ofSeconds(1);

    private static final Duration DAY = Duration.ofDays(1);

    private static final Duration HOUR = Duration.ofHours(1);

    private record Row(String fault, Summary summary) {}

    private final List<Row> rows = new ArrayList<>();

    @TempDir
    private static Path folder;

    private StandbyPair pair;

    @BeforeAll
    void start() {
        pair = StandbyPair.in(folder.resolve("pair"), Map.of());
        sql().person("ada");
    }

    @AfterAll
    void stop() {
        pair.close();
        System.out.println("| Fault | Requests | Failed | Full service after | Acknowledged writes | Lost |");
        System.out.println("|---|---:|---:|---:|---:|---:|");
        rows.forEach(row -> System.out.printf(
                "| %s | %,d | %,d | %,d ms | %,d | 0 |%n",
                row.fault,
                row.summary.requests(),
                row.summary.failures().size(),
                row.summary.recovery().toMillis(),
                row.summary.written().size()));
    }

    private Sql sql() {
        return pair.primary().sql();
    }

    /// Breaks something and repairs it while traffic flows.
    ///
    /// @param breaks returns when the fault had an effect
    private Summary survive(String fault, Traffic traffic, Runnable breaks, Runnable repairs) {
        try (traffic) {
            traffic.awaitService(System.nanoTime());
            breaks.run();
            CruddurProcess.pause(FAULT.toMillis());
            long repairedAt = System.nanoTime();
            repairs.run();
            traffic.awaitService(repairedAt);
            return summarize(fault, traffic.summary(repairedAt));
        }
    }

    /// Breaks something for good while traffic flows.
    private void survive(String fault, Traffic traffic, Runnable breaks) {
        try (traffic) {
            traffic.awaitService(System.nanoTime());
            long brokenAt = System.nanoTime();
            breaks.run();
            traffic.awaitService(brokenAt);
            summarize(fault, traffic.summary(brokenAt));
        }
    }

    private Summary summarize(String fault, Summary summary) {
        rows.add(new Row(fault, summary));
        assertThat(summary.written()).isNotEmpty();
        assertThat(summary.recovery()).isLessThan(LONGEST_RECOVERY);
        List<String> lost = new ArrayList<>(summary.written());
        survivor().run("select uuid from activities").forEach(lost::remove);
        assertThat(lost).isEmpty();
        return summary;
    }

    /// The database that is the primary now.
    private Sql survivor() {
        return pair.primary().processes().living().isEmpty() ? pair.standby().sql() : sql();
    }

    private void surviveWithoutFailure(String fault, TestServer server, Runnable breaks, Runnable repairs) {
        try (server) {
            Summary summary = survive(fault, Traffic.to(server), breaks, repairs);
            assertThat(summary.failures()).as(fault).isEmpty();
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            CruddurProcess.pause(10);
        }
    }

    private static void awaitMore(TestServer server, String metric) {
        double before = server.metric(metric);
        await(metric, () -> server.metric(metric) > before);
    }

    // Servers

    @Test
    void a_server_is_killed() throws IOException {
        try (TestPool pool = TestPool.start();
                Installation one = installation(pool, "one");
                Installation other = installation(pool, "other");
                LoadBalancer balancer = new LoadBalancer(one.address(), other.address())) {
            List<CruddurProcess> servers =
                    Stream.of(one, other).map(each -> each.run("serve")).toList();
            servers.forEach(CruddurProcess::awaitReady);
            await(
                    "The balancer knows both",
                    () -> balancer.passesTo(one.address()) && balancer.passesTo(other.address()));
            survive(
                    "one of two servers is killed",
                    Traffic.to(balancer.address(), pool.tokenOf("sub-ada")),
                    servers.getFirst()::kill);
        }
    }

    private Installation installation(TestPool pool, String name) {
        return Installation.below(folder.resolve(name))
                .with(Map.of(
                        "CONNECTION_URL", pair.primary().url().reveal(),
                        "AWS_COGNITO_USER_POOL_ID", pool.asSeenByServers().id(),
                        "AWS_COGNITO_USER_POOL_CLIENT_ID", TestPool.CLIENT_ID,
                        "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER",
                                pool.asSeenByServers().endpoint().toString()));
    }

    @Test
    void the_clock_of_a_server_is_set() {
        SteppedClock clock = new SteppedClock(folder);
        try (TestPool pool = TestPool.start();
                Installation installation = installation(pool, "stepped").with(clock.environment())) {
            installation.run("serve").awaitReady();
            URI server = installation.address();
            String token = pool.tokenOf("sub-ada");
            try (Traffic first = Traffic.to(server, token)) {
                first.awaitService(System.nanoTime());
            }
            for (Duration step : List.of(DAY, DAY.negated())) {
                surviveStep("a server", step, server, token, clock);
            }
        }
    }

    /// @param step to this difference from the right time
    private void surviveStep(String whose, Duration step, URI server, String token, SteppedClock clock) {
        String fault = "the clock of %s is set to %+d h".formatted(whose, step.toHours());
        Summary summary = survive(
                fault,
                Traffic.to(server, token),
                () -> Traffic.requireFreshAnswers(server, token, () -> clock.set(step)),
                () -> {});
        assertThat(summary.failures()).as(fault).isEmpty();
    }

    // PostgreSQL

    @Test
    void postgresql_is_killed() {
        try (TestServer server = TestServer.on(pair.primary().url())) {
            survive(
                    "PostgreSQL is killed",
                    Traffic.to(server),
                    pair.primary().processes()::kill,
                    () -> pair.primary().start(Map.of()));
        }
    }

    @Test
    void the_clock_of_postgresql_is_set() {
        SteppedClock clock = new SteppedClock(folder);
        pair.primary().restartWith(clock.environment());
        try (TestServer server = TestServer.on(pair.primary().url());
                LiveStream stream = LiveStream.of(HttpRequest.newBuilder(server.uri("/api/activities/home/live")))) {
            for (Duration step : List.of(HOUR, HOUR.negated())) {
                surviveStep("PostgreSQL", step, server.uri("/"), server.pool().tokenOf("sub-ada"), clock);
            }
            stream.await("reload", PATIENCE);
            String crud = server.crud("ada", "m");
            await(
                    "The crud has come",
                    () -> stream.await("message", PATIENCE).uuid().equals(crud));
        } finally {
            clock.set(Duration.ZERO);
            sql().run("delete from activities where created_at > now()");
            pair.primary().restartWith(Map.of());
        }
    }

    @Test
    void the_disk_of_postgresql_is_full() {
        try (TestServer server = TestServer.on(pair.primary().url())) {
            Traffic traffic = Traffic.to(server);
            survive(
                    "the disk of PostgreSQL is full",
                    traffic,
                    () -> {
                        pair.primary().processes().limitFiles(8_192);
                        traffic.awaitFailure();
                    },
                    () -> {
                        pair.primary().processes().kill();
                        pair.primary().start(Map.of());
                    });
        }
    }

    @Test
    void the_network_is_slow() throws IOException {
        try (Relay network = Relay.to(pair.primary().url())) {
            surviveWithoutFailure(
                    "the network to PostgreSQL is slow, 50 ms in each direction",
                    TestServer.on(network.url()),
                    () -> network.slowDown(Duration.ofMillis(50)),
                    () -> network.slowDown(Duration.ZERO));
        }
    }

    @Test
    void pgbouncer_is_restarted() {
        ConnectionUrl owner = pair.primary().url();
        Optional<String> password = Optional.of("ours alone");
        new ServerRoles(owner).create(password);
        ConnectionUrl reader = owner.withLogin(ServerRole.READ.toString(), password);
        ConnectionUrl writer = owner.withLogin(ServerRole.WRITE.toString(), password);
        try (PgBouncer pooler = PgBouncer.start(folder, "extra_float_digits", owner, reader, writer);
                TestServer server = TestServer.pooled(pooler.url(writer), Optional.of(false))) {
            survive("PgBouncer is restarted", Traffic.to(server), pooler::restart);
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void the_standby_is_promoted() throws IOException {
        Sql primary = new Sql(pair.primary().url().withDatabase("postgres"));
        // An acknowledged write is on both.
        primary.run("alter system set synchronous_standby_names = '*'");
        primary.run("select pg_reload_conf()");
        await(
                "synchronous",
                () -> !primary.run("select 1 from pg_stat_replication where sync_state = 'sync'")
                        .isEmpty());
        try (Relay name = Relay.to(pair.primary().url());
                TestServer server = TestServer.on(name.url())) {
            survive("PostgreSQL is killed, and the standby promoted", Traffic.to(server), () -> {
                pair.primary().processes().kill();
                pair.promoteStandby();
                name.leadTo(pair.standby().url());
            });
        }
    }

    // Replica

    private TestServer withReplica() {
        TestServer server =
                TestServer.reading(pair.primary().url(), pair.standby().url(), 0);
        await("The replica answers", () -> {
            server.get("/api/activities/home");
            return server.metric("cruddur_replica_answers_total") > 0;
        });
        return server;
    }

    @Test
    void the_replica_is_stopped() {
        TestServer server = withReplica();
        surviveWithoutFailure(
                "the read replica is killed",
                server,
                () -> {
                    pair.standby().processes().kill();
                    awaitMore(server, "cruddur_replica_fallbacks_total");
                },
                pair::startStandby);
    }

    @Test
    void the_replica_lags() {
        TestServer server = withReplica();
        surviveWithoutFailure(
                "the read replica lags",
                server,
                () -> {
                    pair.standby().sql().run("select pg_wal_replay_pause()");
                    awaitMore(server, "cruddur_replica_fallbacks_total");
                },
                () -> pair.standby().sql().run("select pg_wal_replay_resume()"));
    }

    // Shared cache

    private void surviveWithoutCache(String fault, URI cache, Runnable breaks, Runnable repairs) {
        TestServer server = TestServer.caching(pair.primary().url(), 1, Optional.of(cache));
        surviveWithoutFailure(
                fault,
                server,
                () -> {
                    breaks.run();
                    awaitMore(server, "cruddur_cache_shared_failures_total");
                },
                repairs);
    }

    @Test
    void redis_fails() {
        try (RedisServer redis = RedisServer.start()) {
            surviveWithoutCache("Redis is full", redis.address(), redis::fill, redis::kill);
            redis.startAgain();
            surviveWithoutCache("Redis is frozen", redis.address(), redis::freeze, redis::thaw);
            surviveWithoutCache("Redis is killed", redis.address(), redis::kill, redis::startAgain);
        }
    }

    @Test
    void momento_fails() {
        try (MomentoEndpoint momento = MomentoEndpoint.start()) {
            URI cache = momento.address();
            surviveWithoutCache(
                    "Momento answers 429", cache, () -> momento.refuseWith(429), () -> momento.refuseWith(0));
            surviveWithoutCache(
                    "Momento takes 500 ms",
                    cache,
                    () -> momento.delay(Duration.ofMillis(500)),
                    () -> momento.delay(Duration.ZERO));
            surviveWithoutCache("Momento refuses connections", cache, momento::close, () -> {});
        }
    }
}
