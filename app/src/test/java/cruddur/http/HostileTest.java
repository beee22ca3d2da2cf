package cruddur.http;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.http.HostileRequests.Hostile;
import cruddur.http.HostileRequests.Hostile.Sent;
import cruddur.testing.Cluster;
import cruddur.testing.RawConnection;
import cruddur.testing.RawConnection.Answer;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Thousands of hostile requests, which the server survives.
///
/// `-Dcruddur.hostile=100000` sets their number; `-Dcruddur.seed=…` repeats those of an earlier run.
@TestInstance(Lifecycle.PER_CLASS)
class HostileTest {

    private static final int REQUESTS = Integer.getInteger("cruddur.hostile", 5_000);
    private static final long SEED = Long.getLong("cruddur.seed", new Random().nextLong());

    private static final int CLIENTS = 4;
    private static final int WARM_UP = 500;
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final int TRIES = 10;
    private static final long MEGABYTE = 1 << 20;

    private static final Set<String> CODES = Set.of(
            "email_blank",
            "email_invalid",
            "email_taken",
            "email_unconfirmed",
            "email_confirmed_already",
            "password_blank",
            "old_password_blank",
            "password_too_weak",
            "password_exceed_max_chars",
            "password_reset_required",
            "code_blank",
            "code_mismatch",
            "code_expired",
            "handle_blank",
            "handle_invalid",
            "handle_taken",
            "message_blank",
            "message_exceed_max_chars",
            "message_exceed_max_chars_1024",
            "ttl_blank",
            "user_reciever_handle_blank",
            "message_group_uuid_blank",
            "receiver_blocked",
            "block_oneself",
            "reason_blank",
            "reason_exceed_max_chars",
            "search_term_blank",
            "search_term_exceed_max_chars",
            "search_term_exceed_max_words",
            "display_name_blank",
            "display_name_exceed_max_chars",
            "bio_exceed_max_chars",
            "bio_invalid",
            "idempotency_key_blank",
            "idempotency_key_exceed_max_chars");

    private static final Pattern CREATE = Pattern.compile("/api/activities(/([^/]+)/reply)?");
    private static final Pattern REACT = Pattern.compile("/api/activities/([^/]+)/(like|repost)");
    private static final Pattern BUTTON = Pattern.compile("/@[^/]*/status/([^/]+)/(like|repost|delete)");

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());
    private final Map<String, Integer> statuses = new ConcurrentSkipListMap<>();
    private final Map<Duration, String> slowest = new ConcurrentSkipListMap<>();

    /// The acknowledged writes: activities with their parents, deletions, and reactions.
    private final Map<String, String> created = new ConcurrentHashMap<>();

    private final Set<String> deleted = ConcurrentHashMap.newKeySet();
    private final Set<String> reactions = ConcurrentHashMap.newKeySet();

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void no_route_is_forgotten() {
        assertThat(HostileRequests.ROUTES)
                .containsExactlyInAnyOrderElementsOf(server.routes().stream()
                        .map(route -> route.method() + " " + route.path())
                        .toList());
    }

    @Test
    void every_hostile_request_is_answered_and_the_server_survives() throws Exception {
        System.out.printf("%d hostile requests, -Dcruddur.seed=%d%n", REQUESTS, SEED);
        HostileRequests.people().forEach(server.sql()::person);
        attack(WARM_UP, SEED + CLIENTS);
        statuses.clear();
        slowest.clear();
        long heap = usedHeap();
        long before = System.nanoTime();
        attack(REQUESTS, SEED);
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        long growth = usedHeap() - heap;
        System.out.printf(
                "They took %s, the slowest %s; the heap grew by %d KB. Statuses: %s%n",
                took, slowest, growth / 1024, statuses);

        assertThat(growth).isLessThan(48 * MEGABYTE);
        assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
        holdsWhatWasAcknowledged();
    }

    private void attack(int requests, long seed) throws InterruptedException, ExecutionException {
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> attacks = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Attacker attacker = new Attacker(seed + i);
                attacks.add(clients.submit(() -> attacker.send(requests / CLIENTS)));
            }
            for (Future<?> attack : attacks) {
                attack.get();
            }
        }
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private void holdsWhatWasAcknowledged() {
        assertThat(server.sql().run("select uuid from activities")).containsExactlyInAnyOrderElementsOf(living());
        assertThat(server.sql().run("""
                                        select handle || ' ' || kind || ' ' || activity_uuid
                                        from users
                                        join (
                                          select 'like' as kind, user_uuid, activity_uuid from likes
                                          union all
                                          select 'repost', user_uuid, activity_uuid from reposts
                                        ) reaction on user_uuid = uuid
                                        """)).allMatch(reactions::contains);
        assertThat(server.sql().value("select count(*) from users"))
                .isEqualTo(Integer.toString(HostileRequests.people().size()));
    }

    /// A reply is removed together with its parent.
    private Set<String> living() {
        Set<String> living = new HashSet<>();
        for (String each : created.keySet()) {
            String ancestor = each;
            while (!ancestor.isEmpty() && !deleted.contains(ancestor)) {
                ancestor = created.getOrDefault(ancestor, "");
            }
            if (ancestor.isEmpty()) {
                living.add(each);
            }
        }
        return living;
    }

    /// A client that keeps one connection for as long as the server does.
    private final class Attacker {

        private final List<String> known = new ArrayList<>();
        private final HostileRequests requests;
        private @Nullable RawConnection wire;

        Attacker(long seed) {
            List<String> tokens = HostileRequests.people().stream()
                    .map(handle -> server.pool().tokenOf("sub-" + handle))
                    .toList();
            requests = new HostileRequests(seed, known, tokens);
        }

        void send(int count) {
            for (int i = 0; i < count; i++) {
                Hostile request = requests.next();
                if (request.sent() == Sent.CUT_OFF) {
                    wire().send(request.bytes());
                    disconnect();
                    statuses.merge("cut off", 1, Integer::sum);
                } else {
                    check(request);
                }
            }
            disconnect();
        }

        private void check(Hostile request) {
            Duration took = ask(request);
            // A busy machine may be slow at times, but not each time.
            for (int i = 1; i < TRIES && took.compareTo(LONGEST) > 0; i++) {
                took = ask(request);
            }
            assertThat(took).as("%s", request).isLessThan(LONGEST);
        }

        private Duration ask(Hostile request) {
            RawConnection connection = wire();
            long before = System.nanoTime();
            Answer answer = answerTo(request, connection);
            Duration took = Duration.ofNanos(System.nanoTime() - before);
            remember(took, request);
            statuses.merge(Integer.toString(answer.status()), 1, Integer::sum);
            isProper(answer, request);
            note(request, answer);
            if (answer.header("connection").isPresent()) {
                disconnect();
            }
            return took;
        }

        private Answer answerTo(Hostile request, RawConnection connection) {
            try {
                connection.send(request.bytes());
                return request.method().equals("HEAD") ? connection.answerWithoutBody() : connection.answer();
            } catch (RuntimeException e) {
                throw new AssertionError(request.toString(), e);
            }
        }

        private void remember(Duration took, Hostile request) {
            synchronized (slowest) {
                slowest.put(took, request.method() + " " + request.path());
                if (slowest.size() > 3) {
                    slowest.remove(slowest.keySet().iterator().next());
                }
            }
        }

        /// Records the writes.
        private void note(Hostile request, Answer answer) {
            var create = CREATE.matcher(request.path());
            var react = REACT.matcher(request.path());
            var button = BUTTON.matcher(request.path());
            if (request.method().equals("POST") && answer.status() == 200 && create.matches()) {
                String uuid = new JsonObject(answer.body()).getString("uuid");
                String answered = new JsonObject(answer.body()).getString("reply_to_activity_uuid");
                created.put(uuid, answered == null ? "" : answered);
                known.add(uuid);
            } else if (request.method().equals("DELETE") && answer.status() == 204) {
                deleted.add(lastSegment(request.path()));
            } else if (request.method().equals("POST") && answer.status() == 303 && button.matches()) {
                notePressed(request.person(), button.group(2), decoded(button.group(1)));
            } else if (request.method().equals("PUT") && answer.status() == 200 && react.matches()) {
                reactions.add(request.person()
                        + " "
                        + react.group(2)
                        + " "
                        + new JsonObject(answer.body()).getString("uuid"));
            }
        }

        private void notePressed(String person, String button, String uuid) {
            if (button.equals("delete")) {
                deleted.add(uuid);
            } else {
                reactions.add(person + " " + button + " " + uuid);
            }
        }

        private static String lastSegment(String path) {
            String withoutQuery = path.replaceFirst("[?#].*", "");
            return decoded(withoutQuery.substring(withoutQuery.lastIndexOf('/') + 1));
        }

        /// The segment as the server decodes it.
        private static String decoded(String segment) {
            return URLDecoder.decode(segment, StandardCharsets.UTF_8);
        }

        private RawConnection wire() {
            if (wire == null) {
                wire = RawConnection.to(server);
            }
            return wire;
        }

        private void disconnect() {
            if (wire != null) {
                wire.close();
                wire = null;
            }
        }
    }

    private static void isProper(Answer answer, Hostile request) {
        assertThat(answer.status()).as("%s%n%s", answer, request).isLessThan(500);
        if (request.method().equals("HEAD") || answer.status() < 400) {
            return;
        }
        if (answer.header("content-type").orElse("").startsWith("text/html")) {
            assertThat(answer.body())
                    .as("%s", request)
                    .containsPattern("Sorry|It was here, and is gone|<form ")
                    .doesNotContain("Exception");
        } else if (answer.status() == 422) {
            assertThat(new JsonArray(answer.body()).stream().map(String::valueOf))
                    .as("%s", request)
                    .isNotEmpty()
                    .allMatch(CODES::contains);
        } else {
            JsonObject problem = new JsonObject(answer.body());
            assertThat(answer.header("content-type")).contains("application/problem+json");
            assertThat(problem.getInteger("status")).isEqualTo(answer.status());
            assertThat(problem.getString("detail"))
                    .as("%s", request)
                    .isNotBlank()
                    .doesNotContainPattern("(?i)exception|io\\.vertx|select |pg_|ERROR");
        }
    }
}
