package cruddur.cache;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.Json;
import cruddur.testing.RawConnection;
import cruddur.testing.RawConnection.Answer;
import cruddur.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What strangers get of a server with a cache.
@TestInstance(Lifecycle.PER_CLASS)
class AnonymousCacheTest {

    private static final String HOME = "/api/activities/home";

    private static final int CROWD = 1000;

    private final TestServer server = TestServer.caching(Cluster.NEWEST.seeded(), 1);

    @BeforeAll
    void addCruds() {
        server.sql()
                .run("insert into activities (user_uuid, message) select uuid, 'm' || n || repeat(' tea #cache', 9)"
                        + " from users, generate_series(1, 10) n");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    // What is kept, and how long

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/search?term=tea",
                "/tags/cache",
                "/trends",
                "/@ada",
                "/@ada/status/{uuid}",
                HOME,
                HOME + "?limit=3",
                "/api/activities/search?term=tea",
                "/api/activities/@ada",
                "/api/activities/@ada/status/{uuid}",
                "/api/activities/{uuid}",
                "/api/trends",
                "/api/users/suggested",
                "/feed.json",
                "/feed.atom",
                "/@ada/feed.json",
                "/@ada/feed.atom",
                "/tags/cache/feed.json",
                "/tags/cache/feed.atom"
            })
    void a_stranger_gets_what_another_one_got_a_moment_ago(String template) {
        String path = template.replace("{uuid}", crudOfAda());
        Answer first = firstOfTwo(path, "");
        Answer second = exchange(path, "");

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("x-request-id")).isNotEqualTo(first.header("x-request-id"));
        assertThat(comparable(second)).isEqualTo(comparable(first));
    }

    private String crudOfAda() {
        return server.sql()
                .value("select activities.uuid from activities join users on users.uuid = user_uuid"
                        + " where handle = 'ada' and message like 'm1 %'");
    }

    /// The answer to the first of two requests of which the second was answered from the cache. On a slow machine, the
    /// second may come too late.
    private Answer firstOfTwo(String path, String headers) {
        for (int i = 0; i < 100; i++) {
            Answer first = exchange(path, headers);
            Answer second = exchange(path, headers);
            if (second.header("age").isPresent() && second.body().equals(first.body())) {
                return first;
            }
        }
        throw new AssertionError(path + " is never answered from the cache");
    }

    private Answer exchange(String path, String headers) {
        return RawConnection.exchange(server, "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
    }

    private static Map<String, String> comparable(Answer answer) {
        Map<String, String> headers = new TreeMap<>(answer.headers());
        headers.keySet().removeAll(List.of("x-request-id", "date", "age"));
        return headers;
    }

    @Test
    void a_change_is_seen_within_a_second() {
        for (int i = 0; i < 3; i++) {
            String uuid = post("news " + i);
            long posted = System.nanoTime();
            boolean isLate;
            boolean isSeen;
            do {
                isLate = System.nanoTime() - posted > Duration.ofSeconds(1).toNanos();
                isSeen = server.get(HOME).body().contains(uuid);
            } while (!isSeen && !isLate);
            assertThat(isSeen).isTrue();
        }
    }

    private String post(String message) {
        return Json.uuid(server.postWith(server.seedToken("ada"), message));
    }

    @Test
    void what_has_expired_by_the_databases_clock_is_not_served_again() {
        for (String path : List.of(HOME, "/", "/@ada", "/api/activities/@ada", "/feed.json", "/search?term=brief")) {
            List<String> crud = List.of(server.sql()
                    .value("insert into activities (user_uuid, message, expires_at)"
                            + " select uuid, 'brief', clock_timestamp() + interval '400 ms' from users"
                            + " where handle = 'ada' returning uuid || ' ' || expires_at")
                    .split(" ", 2));
            boolean isExpired;
            do {
                isExpired = server.sql()
                        .value("select ?::timestamptz < clock_timestamp()", crud.getLast())
                        .equals("t");
                assertThat(server.get(path).body().contains(crud.getFirst()) && isExpired)
                        .as(path)
                        .isFalse();
            } while (!isExpired);
        }
    }

    @Test
    void an_answer_about_nothing_is_kept_no_longer() {
        String uuid = "00000000-0000-4000-8000-00000000cace";
        assertThat(server.get("/api/activities/" + uuid).statusCode()).isEqualTo(404);
        server.sql()
                .run(
                        "insert into activities (uuid, user_uuid, message) select ?::uuid, uuid, 'm' from users limit 1",
                        uuid);
        long posted = System.nanoTime();
        int status;
        boolean isLate;
        do {
            isLate = System.nanoTime() - posted > Duration.ofSeconds(1).toNanos();
            status = server.get("/api/activities/" + uuid).statusCode();
        } while (status == 404 && !isLate);
        assertThat(status).isEqualTo(200);
    }

    @Test
    void what_was_refused_is_asked_again() {
        double before = misses();
        for (int i = 0; i < 3; i++) {
            assertThat(server.get("/api/activities/search?term=").statusCode()).isEqualTo(422);
            assertThat(server.get(HOME + "?limit=0").statusCode()).isEqualTo(400);
        }
        assertThat(misses() - before).isEqualTo(6);
    }

    // Who gets it

    @Test
    void people_see_at_once_what_they_did() {
        for (int i = 0; i < 5; i++) {
            server.get(HOME);
            String uuid = post("mine " + i);

            assertThat(server.send(server.requestBySeed("ada", HOME)).body()).contains(uuid);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer x\r\n",
                "Authorization: Basic x\r\n",
                "Cookie: cruddur_session=x\r\n",
                "Cookie: __Host-cruddur_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n"
            })
    void a_request_with_credentials_good_or_bad_passes_the_cache_by(String credentials) {
        double before = misses();
        for (int i = 0; i < 3; i++) {
            for (String path : List.of("/", HOME)) {
                Answer answer = exchange(path, credentials);
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.headers()).doesNotContainKeys("age", "cdn-cache-control");
            }
        }
        assertThat(misses()).isEqualTo(before);
    }

    @Test
    void a_persons_answer_is_not_a_strangers() {
        for (int i = 0; i < 3; i++) {
            assertThat(server.send(server.requestBySeed("ada", HOME)).body()).contains("\"liked\"");
            assertThat(server.get(HOME).body()).doesNotContain("\"liked\"");
        }
    }

    @Test
    void a_client_that_names_another_host_gets_its_own_addresses() {
        firstOfTwo("/feed.json", "");

        Answer other = RawConnection.exchange(server, "GET /feed.json HTTP/1.1\r\nHost: evil.example\r\n\r\n");
        Answer secure = exchange("/feed.json", "X-Forwarded-Proto: https\r\n");

        assertThat(other.body()).contains("http://evil.example/").doesNotContain("http://x/");
        assertThat(secure.body()).contains("https://x/").doesNotContain("http://x/");
        assertThat(exchange("/feed.json", "").body()).contains("http://x/").doesNotContain("evil", "https://x/");
    }

    @Test
    void an_origin_is_answered_for_itself() {
        firstOfTwo(HOME, "Origin: https://front.example\r\n");

        assertThat(exchange(HOME, "").header("access-control-allow-origin")).isEmpty();
        assertThat(exchange(HOME, "Origin: https://back.example\r\n").header("access-control-allow-origin"))
                .contains("https://back.example");
    }

    // How it is sent

    @Test
    void a_kept_answer_is_compressed_and_conditional_like_another() throws IOException {
        // Until no answer is left from before the writes of other tests.
        CruddurProcess.pause(1_100);
        Answer plain = firstOfTwo(HOME, "");
        HttpResponse<byte[]> compressed = bytes(server.request(HOME).header("Accept-Encoding", "gzip"));
        HttpResponse<byte[]> head = bytes(server.request(HOME).HEAD());
        HttpResponse<byte[]> known = bytes(server.request(HOME)
                .header("If-None-Match", plain.header("etag").orElseThrow()));

        assertThat(compressed.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(unzipped(compressed.body())).isEqualTo(plain.body());
        assertThat(compressed.headers().firstValue("etag")).isEqualTo(plain.header("etag"));
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("content-length")).isEqualTo(plain.header("content-length"));
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
    }

    private static HttpResponse<byte[]> bytes(HttpRequest.Builder request) throws IOException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String unzipped(byte[] body) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_cache_in_front_may_keep_a_fresh_answer_for_a_second_and_an_old_one_not_at_all() {
        Answer fresh = exchange("/api/activities/@kofi", "");

        assertThat(fresh.header("cache-control")).contains("no-cache");
        assertThat(fresh.header("cdn-cache-control")).contains("max-age=1");
        assertThat(fresh.header("vary")).contains("accept-encoding, authorization, cookie, origin");
        assertThat(fresh.headers()).doesNotContainKey("age");
        assertThat(ageOfKept()).isEqualTo("1");
    }

    private String ageOfKept() {
        Optional<String> age = Optional.empty();
        for (int i = 0; i < 100 && age.isEmpty(); i++) {
            age = exchange(HOME, "").header("age");
        }
        return age.orElse("none");
    }

    @Test
    void a_cache_in_front_may_not_keep_what_expires_within_a_second() {
        Answer answer;
        String soon;
        do {
            // A busy machine may ask when it has expired already.
            soon = server.sql()
                    .value("insert into activities (user_uuid, message, expires_at)"
                            + " select uuid, 'soon', clock_timestamp() + interval '900 ms' from users"
                            + " where handle = 'finn2' returning uuid");
            answer = exchange("/api/activities/@finn2", "");
        } while (!answer.body().contains(soon));

        assertThat(answer.header("cdn-cache-control")).contains("max-age=0");
    }

    // What it costs

    /// The query cannot run while the table is locked, so all requests wait. If a busy machine takes so long to accept
    /// them that the answer is too old for those that came last, a smaller crowd comes.
    @Test
    void a_crowd_that_misses_causes_one_query() throws SQLException {
        for (int size = CROWD; size > 1; size /= 2) {
            double before = misses();
            long begun = System.nanoTime();
            List<Answer> answers = answersToCrowd(HOME + "?limit=9&size=" + size, size);

            boolean isQuick = System.nanoTime() - begun < Duration.ofSeconds(1).toNanos();
            if (isQuick) {
                assertThat(misses() - before).isEqualTo(1);
                assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
                assertThat(answers.getFirst().status()).isEqualTo(200);
                return;
            }
        }
        throw new AssertionError("Not even two requests were answered within a second");
    }

    private List<Answer> answersToCrowd(String path, int size) throws SQLException {
        List<RawConnection> crowd =
                IntStream.range(0, size).mapToObj(_ -> RawConnection.to(server)).toList();
        try (Connection lock = server.sql().connect();
                Statement statement = lock.createStatement()) {
            lock.setAutoCommit(false);
            statement.execute("lock table users in access exclusive mode");
            crowd.forEach(each -> each.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"));
            awaitRequests(size);
            assertThat(waitingQueries()).isLessThanOrEqualTo(1);
            lock.rollback();
        }
        List<Answer> answers = crowd.stream().map(RawConnection::answer).toList();
        crowd.forEach(RawConnection::close);
        return answers;
    }

    private void awaitRequests(int size) {
        long start = System.nanoTime();
        while (server.metric("cruddur_budget_used{budget=\"connections\"}") < size
                && System.nanoTime() - start < Duration.ofSeconds(2).toNanos()) {
            CruddurProcess.pause(10);
        }
    }

    private int waitingQueries() {
        return Integer.parseInt(server.sql()
                .value("select count(*) from pg_stat_activity"
                        + " where datname = current_database() and wait_event_type = 'Lock'"));
    }

    @Test
    void any_number_of_addresses_takes_no_more_than_its_bytes() {
        long most = 0;
        try (RawConnection wire = RawConnection.to(server)) {
            for (int i = 0; i < 400; i++) {
                String address = HOME + "?limit=100&x=" + i + "y".repeat(i % 2 == 0 ? 900 : 4000);
                assertThat(wire.send("GET " + address + " HTTP/1.1\r\nHost: x\r\n\r\n")
                                .answer()
                                .status())
                        .isEqualTo(200);
                most = Math.max(most, (long) server.metric("cruddur_cache_bytes"));
            }
        }
        // An answer counts already while others are removed for it.
        assertThat(most).isBetween(256L * 1024, (1024L + 128) * 1024);
    }

    @Test
    void a_long_address_is_not_kept() {
        double before = misses();
        for (int i = 0; i < 3; i++) {
            exchange(HOME + "?x=" + "y".repeat(1024), "");
        }
        assertThat(misses()).isEqualTo(before);
    }

    @Test
    void hits_are_counted() {
        double before = server.metric("cruddur_cache_hits_total");
        firstOfTwo(HOME, "");
        assertThat(server.metric("cruddur_cache_hits_total")).isGreaterThan(before);
    }

    private double misses() {
        return server.metric("cruddur_cache_misses_total");
    }
}
