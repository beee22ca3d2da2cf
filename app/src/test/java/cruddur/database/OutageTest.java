package cruddur.database;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.administration.DatabaseAdmin;
import cruddur.administration.Mark;
import cruddur.embedded.DataFolder;
import cruddur.embedded.EmbeddedPostgres;
import cruddur.embedded.PostgresArchive;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.Load;
import cruddur.testing.Load.Exchange;
import cruddur.testing.PostgresProcesses;
import cruddur.testing.Sql;
import cruddur.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests during and after an outage of PostgreSQL.
class OutageTest {

    private static final Duration OUTAGE = Duration.ofSeconds(10);

    /// The server's deadline for a request is 5 s; the rest is for a busy machine.
    private static final Duration DEADLINE = Duration.ofSeconds(9);

    /// The deadline of a request that was sent before the database is back.
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    /// The time after which all requests succeed again, counted from when the database is back. Usually it is less than
    /// the deadline of a request that was sent before.
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(15);

    /// Service is full when this many requests of each kind have succeeded after the last failure.
    private static final int ENOUGH = 15;

    /// By then, earlier answers have arrived.
    private static final Duration AFTERMATH = Duration.ofSeconds(1);

    private static final Duration USUAL = Duration.ofSeconds(2);

    /// For the JVM.
    private static final Duration WARM_UP = Duration.ofSeconds(4);

    private static final String CRUD = "{\"message\":\"Is anybody there?\",\"ttl\":\"1-day\"}";

    /// The only allowed answers; none contains PostgreSQL's words.
    private static final String PROBLEM = """
            \\{"title":"(Service Unavailable|Gateway Timeout)","status":50[34],"detail":"(\
            The database does not answer. Try again in a moment.|\
            The answer took too long. Try again in a moment.|\
            The database took too long.)"}""";

    @TempDir
    private static Path folder;

    private static DataFolder data;
    private static PostgresProcesses postgres;
    private static ConnectionUrl database;

    @BeforeAll
    static void install() {
        data = DataFolder.at(folder.resolve("outage"));
        postgres = new PostgresProcesses(data.path());
        Cluster.copyPrograms(data);
        startPostgres();
        database = EmbeddedPostgres.url(data, "cruddur");
        new DatabaseAdmin(database).create();
        new DatabaseAdmin(database).load(Mark.DEV, false);
        new Sql(database).person("ada");
    }

    /// Restores the database after the last test.
    @BeforeEach
    void havePostgres() {
        postgres.thaw();
        startPostgres();
    }

    @AfterAll
    static void killPostgres() {
        postgres.kill();
    }

    private static void startPostgres() {
        EmbeddedPostgres.start(data, PostgresArchive.bundled(), Map.of(), _ -> {});
    }

    private static void restartPostgres() {
        startPostgres();
        assertThat(EmbeddedPostgres.url(data, "cruddur")).isEqualTo(database);
    }

    @Test
    void a_database_that_dies_and_comes_back_costs_some_answers_and_nothing_else() {
        survives("dead", postgres::stopImmediately, OutageTest::restartPostgres);
    }

    @Test
    void a_database_that_freezes_and_thaws_costs_some_answers_and_nothing_else() {
        survives("frozen", postgres::freeze, postgres::thaw);
    }

    private static void survives(String state, Runnable goes, Runnable comes) {
        try (TestServer server = TestServer.on(database)) {
            Traffic traffic = Traffic.to(server);
            try (traffic) {
                traffic.live(goes, comes);
            }
            traffic.print(state);
            traffic.check();
        }
    }

    @Test
    void a_server_may_start_before_its_database() {
        postgres.stopImmediately();
        try (TestServer server = TestServer.on(database)) {
            assertThat(server.get("/livez").statusCode()).isEqualTo(200);
            assertThat(server.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(server.post("ada", "/api/activities", CRUD).statusCode()).isEqualTo(503);
            restartPostgres();
            assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(server.post("ada", "/api/activities", CRUD).statusCode()).isEqualTo(200);
        }
    }

    /// A span of time, in nanoseconds of `System.nanoTime`.
    private record Span(long from, long to) {

        static Span of(Duration length) {
            long from = System.nanoTime();
            CruddurProcess.pause(length.toMillis());
            return new Span(from, System.nanoTime());
        }

        /// The exchanges that ended in it.
        List<Exchange> in(Stream<Exchange> exchanges) {
            return exchanges
                    .filter(exchange -> exchange.ended() >= from && exchange.ended() <= to)
                    .toList();
        }
    }

    /// Requests before, during and after the outage.
    private static final class Traffic implements AutoCloseable {

        private final TestServer server;
        private final Load reads;
        private final Load writes;
        private final Load alive;
        private final Load ready;

        private Span before = new Span(0, 0);
        private Span away = new Span(0, 0);
        private Span after = new Span(0, 0);
        private Span recovered = new Span(0, 0);
        private long back;

        private Traffic(TestServer server) {
            this.server = server;
            List<HttpRequest> pages = List.of(
                    server.request("/").build(),
                    server.request("/api/activities/home").build(),
                    server.requestBy("ada", "/api/activities/home?limit=5").build());
            HttpRequest crud = server.requestBy("ada", "/api/activities")
                    .POST(BodyPublishers.ofString(CRUD))
                    .build();
            reads = Load.of(
                    10,
                    Duration.ZERO,
                    () -> pages.get(ThreadLocalRandom.current().nextInt(pages.size())));
            writes = Load.of(6, Duration.ZERO, () -> crud);
            alive = Load.of(
                    1, Duration.ofMillis(50), () -> server.request("/livez").build());
            ready = Load.of(
                    1, Duration.ofMillis(50), () -> server.request("/readyz").build());
        }

        static Traffic to(TestServer server) {
            return new Traffic(server);
        }

        void live(Runnable goes, Runnable comes) {
            CruddurProcess.pause(WARM_UP.toMillis());
            awaitService(System.nanoTime());
            before = Span.of(USUAL);
            goes.run();
            CruddurProcess.pause(AFTERMATH.toMillis());
            away = Span.of(OUTAGE.minus(AFTERMATH));
            comes.run();
            back = System.nanoTime();
            CruddurProcess.pause(RECOVERY.toMillis());
            awaitService(back);
            after = Span.of(USUAL);
            recovered = after;
            // Other work on the machine may slow down one span, but not ten.
            for (int more = 0; more < 10 && !isAtHalfOfTheUsualRate(); more++) {
                recovered = Span.of(USUAL);
            }
        }

        private void awaitService(long since) {
            Stream.of(reads, writes, ready).forEach(load -> load.awaitService(ENOUGH, since));
        }

        void check() {
            assertThat(work()).allSatisfy(Traffic::checkAnswer);
            assertThat(alive.exchanges())
                    .allSatisfy(exchange -> assertThat(exchange.status()).isEqualTo(200));
            checkUsual(before);
            checkAway();
            checkUsual(after);
            Stream.of(reads, writes, ready)
                    .forEach(load -> assertThat(Duration.ofNanos(load.lastFailure(back) - back))
                            .isLessThan(LONGEST_RECOVERY));
            assertThat(isAtHalfOfTheUsualRate()).isTrue();
            assertThat(lost()).isEmpty();
        }

        private boolean isAtHalfOfTheUsualRate() {
            return recovered.in(work()).size() > before.in(work()).size() / 2;
        }

        private Stream<Exchange> work() {
            return Stream.concat(reads.exchanges().stream(), writes.exchanges().stream());
        }

        /// Every answer is a success, or a refusal with a short `Retry-After`.
        private static void checkAnswer(Exchange exchange) {
            assertThat(exchange.took()).isLessThan(DEADLINE);
            assertThat(exchange.status()).isIn(200, 503, 504);
            if (exchange.status() != 200) {
                assertThat(exchange.headers().firstValue("Retry-After")).hasValue("2");
                checkWords(exchange);
            }
        }

        /// A problem document for programs, a page for people.
        private static void checkWords(Exchange exchange) {
            String type = exchange.headers().firstValue("Content-Type").orElse("");
            if (type.startsWith("text/html")) {
                assertThat(exchange.body()).contains("Sorry, this did not work");
            } else {
                assertThat(type).isEqualTo("application/problem+json");
                assertThat(exchange.body()).matches(PROBLEM);
            }
        }

        /// Of the requests that were also sent in it.
        private void checkUsual(Span span) {
            for (Load load : List.of(reads, writes, ready)) {
                assertThat(span.in(load.exchanges().stream().filter(exchange -> exchange.sent() >= span.from)))
                        .allSatisfy(exchange -> assertThat(exchange.status()).isEqualTo(200));
            }
        }

        private void checkAway() {
            assertThat(statuses(away, reads)).isNotEmpty().isSubsetOf(503, 504);
            assertThat(statuses(away, writes)).isNotEmpty().isSubsetOf(503, 504);
            assertThat(statuses(away, ready)).containsOnly(503);
        }

        private static Set<Integer> statuses(Span span, Load load) {
            return span.in(load.exchanges().stream()).stream()
                    .map(Exchange::status)
                    .collect(Collectors.toSet());
        }

        private Set<String> lost() {
            Set<String> lost = new HashSet<>(writes.acknowledged());
            assertThat(lost).isNotEmpty();
            server.sql().run("select uuid from activities").forEach(lost::remove);
            return lost;
        }

        void print(String state) {
            System.out.printf(
                    "PostgreSQL %s for %d s: %d requests, %d refused, the slowest %d ms; %d/s before, %d/s afterwards%n",
                    state,
                    OUTAGE.toSeconds(),
                    work().count(),
                    work().filter(exchange -> exchange.status() != 200).count(),
                    work().mapToLong(exchange -> exchange.took().toMillis())
                            .max()
                            .orElseThrow(),
                    before.in(work()).size() / USUAL.toSeconds(),
                    after.in(work()).size() / USUAL.toSeconds());
        }

        @Override
        public void close() {
            Stream.of(reads, writes, alive, ready).forEach(Load::close);
        }
    }
}
