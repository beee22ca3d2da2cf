package cruddur.database;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.CruddurProcess;
import cruddur.testing.Load;
import cruddur.testing.Load.Exchange;
import cruddur.testing.Relay;
import cruddur.testing.Sql;
import cruddur.testing.StandbyPair;
import cruddur.testing.StandbyPair.Member;
import cruddur.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests during a failover from the primary to its standby, as in a multi-AZ deployment of Amazon
/// RDS: committed writes are on both, and afterwards the name resolves to the standby.
class FailoverTest {

    /// The time after which all requests succeed again, counted from when the name resolves to the
    /// new primary. Usually it is two seconds.
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(15);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Service is full when this many requests of each kind have succeeded after the last failure.
    private static final int ENOUGH = 25;

    private static final Duration USUAL = Duration.ofSeconds(2);

    /// How long the name still resolves to the old primary.
    private static final Duration STALE = Duration.ofSeconds(3);

    @TempDir
    private Path folder;

    private StandbyPair pair;
    private Member primary;
    private Member standby;

    @BeforeEach
    void startBoth() {
        // An acknowledged write is on both.
        pair = StandbyPair.in(folder, Map.of("synchronous_standby_names", "*"));
        primary = pair.primary();
        standby = pair.standby();
        awaitStandby();
        primary.sql().person("ada");
    }

    private void awaitStandby() {
        Sql sql = new Sql(primary.url().withDatabase("postgres"));
        while (sql.run("select 1 from pg_stat_replication where sync_state = 'sync'")
                .isEmpty()) {
            CruddurProcess.pause(20);
        }
    }

    @AfterEach
    void killBoth() {
        pair.close();
    }

    @Test
    void a_standby_that_takes_over_costs_some_answers_and_nothing_else() throws IOException {
        try (Relay name = Relay.to(primary.url());
                TestServer server = TestServer.on(name.url());
                Traffic traffic = new Traffic(server)) {
            traffic.flow(USUAL);
            long gone = System.nanoTime();
            primary.processes().stopImmediately();
            pair.promoteStandby();
            name.leadTo(standby.url());
            check("a standby took over", gone, traffic);
        }
    }

    @Test
    void an_old_primary_that_came_back_as_a_standby_is_left_for_the_new_one() throws IOException {
        try (Relay name = Relay.to(primary.url());
                TestServer server = TestServer.on(name.url());
                Traffic traffic = new Traffic(server)) {
            traffic.flow(USUAL);
            primary.processes().stopImmediately();
            pair.promoteStandby();
            primary.stepDown();
            primary.start(Map.of());
            CruddurProcess.pause(STALE.toMillis());
            traffic.awaitRefusals();
            long gone = System.nanoTime();
            name.leadTo(standby.url());
            check("the name resolves to the standby", gone, traffic);
        }
    }

    /// A proxy may keep a session when the server behind it changes. Then the session's writes are
    /// refused, until a new session is opened.
    @Test
    void a_session_that_found_itself_on_a_standby_is_left_and_its_write_run_again() {
        try (TestServer server = TestServer.on(primary.url())) {
            server.crud("ada", "The first");
            primary.sql().run("""
                            create function stand_by() returns trigger language plpgsql as $$
                            begin
                              if (select backend_start < '%s' from pg_stat_activity where pid = pg_backend_pid()) then
                                raise 'cannot execute INSERT in a read-only transaction' using errcode = '25006';
                              end if;
                              return new;
                            end $$""".formatted(primary.sql().value("select clock_timestamp()")));
            primary.sql()
                    .run(
                            "create trigger stand_by before insert on activities for each row execute function stand_by()");
            for (int i = 0; i < 50; i++) {
                server.crud("ada", "Again " + i);
            }
            assertThat(primary.sql().value("select count(*) from activities")).isEqualTo("51");
        }
    }

    private void check(String what, long gone, Traffic traffic) {
        traffic.awaitService(gone);
        traffic.flow(USUAL);
        traffic.close();
        List<Exchange> exchanges = traffic.exchanges();
        System.out.printf(
                "Failover, %s: %d requests, %d refused, all right again after %d ms%n",
                what,
                exchanges.size(),
                exchanges.stream().filter(exchange -> exchange.status() != 200).count(),
                Duration.ofNanos(lastRefusal(exchanges) - gone).toMillis());
        assertThat(exchanges).allSatisfy(each -> assertThat(each.status()).isIn(200, 503, 504));
        assertThat(Duration.ofNanos(lastRefusal(exchanges) - gone)).isLessThan(LONGEST_RECOVERY);
        checkWrites(traffic);
    }

    private static long lastRefusal(List<Exchange> exchanges) {
        return exchanges.stream()
                .filter(Predicate.not(each -> each.status() == 200))
                .mapToLong(Exchange::ended)
                .max()
                .orElseThrow();
    }

    /// Every acknowledged write exists, and none exists twice.
    private void checkWrites(Traffic traffic) {
        Set<String> lost = new HashSet<>(traffic.writes.acknowledged());
        assertThat(lost).isNotEmpty();
        standby.sql().run("select uuid from activities").forEach(lost::remove);
        assertThat(lost).isEmpty();
        assertThat(standby.sql().run("select message from activities group by message having count(*) > 1"))
                .isEmpty();
    }

    /// Readers and writers; each crud has another text.
    private static final class Traffic implements AutoCloseable {

        private final AtomicInteger count = new AtomicInteger();
        private final Load reads;
        private final Load writes;

        Traffic(TestServer server) {
            HttpRequest home = server.request("/api/activities/home").build();
            reads = Load.of(4, Duration.ofMillis(20), () -> home);
            writes = Load.of(4, Duration.ofMillis(20), () -> crud(server));
        }

        private HttpRequest crud(TestServer server) {
            String body = "{\"message\":\"Crud %d\",\"ttl\":\"1-day\"}".formatted(count.incrementAndGet());
            return server.requestBy("ada", "/api/activities")
                    .POST(BodyPublishers.ofString(body))
                    .build();
        }

        void flow(Duration time) {
            CruddurProcess.pause(time.toMillis());
        }

        /// Waits until every kind of request is refused.
        void awaitRefusals() {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (isServed(reads) || isServed(writes)) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                CruddurProcess.pause(20);
            }
        }

        private static boolean isServed(Load load) {
            return load.exchanges().getLast().status() != 503;
        }

        void awaitService(long since) {
            reads.awaitService(ENOUGH, since);
            writes.awaitService(ENOUGH, since);
        }

        List<Exchange> exchanges() {
            return Stream.concat(reads.exchanges().stream(), writes.exchanges().stream())
                    .toList();
        }

        @Override
        public void close() {
            reads.close();
            writes.close();
        }
    }
}
