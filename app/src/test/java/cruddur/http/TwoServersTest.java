package cruddur.http;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.Installation;
import cruddur.testing.Json;
import cruddur.testing.LiveStream;
import cruddur.testing.Load;
import cruddur.testing.LoadBalancer;
import cruddur.testing.RawConnection;
import cruddur.testing.Sql;
import cruddur.testing.TestPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers on one database, behind a load balancer: they are restarted one after the other, or one is killed.
class TwoServersTest {

    private static final String SHUTDOWN_DELAY = "5";

    private static final int SUBSCRIBERS = 4;

    /// So that a client that waits five seconds to connect again misses fewer than 200 cruds.
    private static final Duration BETWEEN_CRUDS = Duration.ofMillis(200);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration QUIET = Duration.ofSeconds(1);

    private static final String SLOW_CRUD = """
            insert into activities (user_uuid, message, expires_at)
            select uuid, 'slow', now() + interval '1 hour' from users""";

    @TempDir
    private Path folder;

    private final Sql sql = new Sql(Cluster.NEWEST.empty());
    private final TestPool pool = TestPool.start();
    private final List<Server> servers = new ArrayList<>();

    /// A server that can be restarted.
    private static final class Server {
        private final Installation installation;
        private CruddurProcess process;

        Server(Installation installation) {
            this.installation = installation;
            this.process = installation.run("serve");
        }

        URI address() {
            return installation.address();
        }

        void stop() {
            process.signal("TERM");
            process.exitCode();
        }

        void start() {
            process = installation.run("serve");
        }

        /// With `kill -9`.
        void kill() {
            process.kill();
        }
    }

    /// A client that reads the home page again and again, and repeats no request, as `HttpClient` would.
    private static final class Reader implements AutoCloseable {
        private static final String HOME = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

        private final URI address;
        private final boolean keepsConnection;
        private final AtomicInteger pages = new AtomicInteger();
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
        private volatile boolean over;

        /// @param keepsConnection until an answer has `Connection: close`; if not, each request has its own
        Reader(URI balancer, boolean keepsConnection) {
            address = balancer;
            this.keepsConnection = keepsConnection;
            thread.execute(this::run);
        }

        private void run() {
            while (!over) {
                try (RawConnection connection = new RawConnection(address)) {
                    while (read(connection) && keepsConnection && !over) {
                        // Goes on.
                    }
                } catch (UncheckedIOException e) {
                    failures.add(e.toString());
                }
            }
        }

        /// Returns whether the connection goes on.
        private boolean read(RawConnection connection) {
            RawConnection.Answer answer = connection.send(HOME).answer();
            if (answer.status() != 200) {
                failures.add(answer.toString());
            }
            pages.incrementAndGet();
            return !answer.header("connection").equals(Optional.of("close"));
        }

        @Override
        public void close() {
            over = true;
            thread.close();
        }
    }

    /// A live stream that connects again as a browser does.
    private static final class Subscriber {
        private final URI address;
        private final Queue<String> uuids = new ConcurrentLinkedQueue<>();
        private final Queue<String> others = new ConcurrentLinkedQueue<>();
        private final AtomicInteger connections = new AtomicInteger();
        private final AtomicInteger failedConnections = new AtomicInteger();
        private volatile String lastId = "";
        private volatile boolean over;
        private long retry;

        Subscriber(URI balancer) {
            address = balancer.resolve("/api/activities/home/live");
            Thread.startVirtualThread(this::run);
        }

        private void run() {
            try {
                while (!over) {
                    follow();
                    CruddurProcess.pause(retry);
                }
            } catch (IllegalStateException e) {
                others.add(e.toString());
            }
        }

        /// Reads one stream to its end.
        private void follow() {
            HttpRequest.Builder request = HttpRequest.newBuilder(address);
            if (!lastId.isEmpty()) {
                request.header("Last-Event-ID", lastId);
            }
            try (LiveStream stream = LiveStream.of(request)) {
                connections.incrementAndGet();
                while (!over && receive(stream)) {
                    // Goes on.
                }
                retry = retryOf(stream, retry);
            } catch (UncheckedIOException _) {
                failedConnections.incrementAndGet();
            }
        }

        /// How many milliseconds the server asks its clients to wait.
        ///
        /// @param otherwise if the stream ended before that
        private static long retryOf(LiveStream stream, long otherwise) {
            return stream.lines().stream()
                    .filter(line -> line.startsWith("retry: "))
                    .mapToLong(line -> Long.parseLong(line.substring("retry: ".length())))
                    .findFirst()
                    .orElse(otherwise);
        }

        /// Returns whether the stream goes on.
        private boolean receive(LiveStream stream) {
            LiveStream.Event event = stream.poll(Duration.ofMillis(100));
            lastId = stream.lastId();
            if (event == null) {
                return true;
            }
            switch (event.name()) {
                case "message" -> uuids.add(event.uuid());
                case "reload" -> others.add("reload");
                default -> {}
            }
            return !event.name().equals("end");
        }
    }

    @BeforeEach
    void start() {
        sql.person("ada");
        Stream.of("one", "other")
                .map(name -> Installation.below(folder.resolve(name)).with(settings()))
                .map(Server::new)
                .forEach(servers::add);
    }

    private Map<String, String> settings() {
        return Map.of(
                "CONNECTION_URL", sql.url().reveal(),
                "AWS_COGNITO_USER_POOL_ID", pool.asSeenByServers().id(),
                "AWS_COGNITO_USER_POOL_CLIENT_ID", TestPool.CLIENT_ID,
                "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER",
                        pool.asSeenByServers().endpoint().toString(),
                "SHUTDOWN_DELAY", SHUTDOWN_DELAY);
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.installation.close());
        pool.close();
    }

    @Test
    void while_they_are_restarted_no_request_fails_and_no_event_is_lost() throws Exception {
        try (LoadBalancer balancer = balancer()) {
            List<Subscriber> subscribers = subscribers(balancer);
            Reader keeping = new Reader(balancer.address(), true);
            Reader opening = new Reader(balancer.address(), false);
            Load writes = Load.of(2, BETWEEN_CRUDS, crud(balancer));
            try (keeping;
                    opening;
                    writes) {
                restartEachTwice(balancer);
            }
            Set<String> cruds = writes.acknowledged();
            awaitAll(cruds, subscribers);

            assertThat(Stream.of(keeping, opening)).allSatisfy(each -> {
                assertThat(each.failures).isEmpty();
                assertThat(each.pages.get()).isPositive();
            });
            assertThat(writes.exchanges()).isNotEmpty().allMatch(exchange -> exchange.status() == 200);
            assertThat(subscribers).allSatisfy(each -> {
                assertThat(each.failedConnections).hasValue(0);
                assertThat(each.connections).hasValueGreaterThan(1);
                assertHas(each, cruds);
            });
        }
    }

    /// The killed server may have committed a write that it did not acknowledge, and one write begins before
    /// that and ends after it.
    @Test
    void the_streams_of_a_killed_server_continue_on_the_other_without_loss_or_repetition() throws Exception {
        try (LoadBalancer balancer = balancer();
                Connection slow = sql.connect()) {
            List<Subscriber> subscribers = subscribers(balancer);
            Load writes = Load.of(2, BETWEEN_CRUDS, crud(balancer));
            try (writes) {
                writes.await(5, Load.Exchange::isAcknowledgement);
                slow.setAutoCommit(false);
                slow.createStatement().execute(SLOW_CRUD);
                servers.getFirst().kill();
                slow.commit();
                await("Its clients have another stream", () -> connections(subscribers) == SUBSCRIBERS * 3 / 2);
                writes.await(writes.acknowledged().size() + 5, Load.Exchange::isAcknowledgement);
            }
            Set<String> cruds = Set.copyOf(sql.run("select uuid from activities"));
            awaitAll(cruds, subscribers);

            assertThat(cruds).containsAll(writes.acknowledged());
            assertThat(subscribers).allSatisfy(each -> assertHas(each, cruds));
        }
    }

    /// A balancer that passes to both.
    private LoadBalancer balancer() throws IOException {
        LoadBalancer balancer =
                new LoadBalancer(servers.getFirst().address(), servers.getLast().address());
        servers.forEach(server -> awaitReady(balancer, server));
        return balancer;
    }

    /// Half of them on each server.
    private static List<Subscriber> subscribers(LoadBalancer balancer) {
        List<Subscriber> subscribers = Stream.generate(() -> new Subscriber(balancer.address()))
                .limit(SUBSCRIBERS)
                .toList();
        await("All have a stream", () -> subscribers.stream().noneMatch(each -> each.lastId.isEmpty()));
        return subscribers;
    }

    private static int connections(List<Subscriber> subscribers) {
        return subscribers.stream().mapToInt(each -> each.connections.get()).sum();
    }

    /// Waits until all have these, perhaps with others; then they stop.
    private static void awaitAll(Set<String> cruds, List<Subscriber> subscribers) {
        await("Every crud has come", () -> subscribers.stream().allMatch(each -> each.uuids.containsAll(cruds)));
        CruddurProcess.pause(QUIET.toMillis());
        subscribers.forEach(each -> each.over = true);
    }

    private static void assertHas(Subscriber subscriber, Set<String> cruds) {
        assertThat(subscriber.others).isEmpty();
        assertThat(subscriber.uuids).containsExactlyInAnyOrderElementsOf(cruds);
    }

    private void restartEachTwice(LoadBalancer balancer) {
        for (int i = 0; i < 2; i++) {
            servers.forEach(server -> {
                server.stop();
                server.start();
                awaitReady(balancer, server);
            });
        }
    }

    private static void awaitReady(LoadBalancer balancer, Server server) {
        server.process.awaitReady();
        await("The balancer knows it", () -> balancer.passesTo(server.address()));
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            CruddurProcess.pause(10);
        }
    }

    private Supplier<HttpRequest> crud(LoadBalancer balancer) {
        HttpRequest crud = HttpRequest.newBuilder(balancer.address().resolve("/api/activities"))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + pool.tokenOf("sub-ada"))
                .POST(BodyPublishers.ofString(Json.object("message", "m", "ttl", "1-day")))
                .build();
        return () -> crud;
    }
}
