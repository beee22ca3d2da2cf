package cruddur.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.Json;
import cruddur.testing.LiveStream;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(Lifecycle.PER_CLASS)
class ConversationsTest {

    private static final String PATH = "/api/messages";
    private static final String LIVE = "/api/activities/home/live";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());

    @BeforeAll
    void people() {
        Stream.of("ada", "bao", "cleo").forEach(server.sql()::person);
    }

    @AfterEach
    void forget() {
        server.sql()
                .run(
                        "delete from messages; delete from message_groups; delete from blocks; delete from idempotency_keys");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void the_first_message_begins_the_conversation_that_later_ones_continue() {
        String group = begin("ada", "bao", "hello");
        JsonObject answer =
                new JsonObject(server.post("bao", PATH, Json.object("message", "hi", "message_group_uuid", group))
                        .body());

        assertThat(answer.getMap()).containsEntry("message", "hi").doesNotContainKey("message_group_uuid");
        assertThat(begin("bao", "ADA", "again")).isEqualTo(group);
        assertThat(texts("ada", group)).containsExactly("hello", "hi", "again");
        assertThat(texts("bao", "@ada")).containsExactly("hello", "hi", "again");
    }

    @Test
    void the_old_name_of_the_handle_works_too() {
        HttpResponse<String> sent =
                server.post("ada", PATH, Json.object("message", "hello", "user_receiver_handle", "bao"));

        assertThat(sent.statusCode()).isEqualTo(200);
        assertThat(texts("bao", "@ada")).containsExactly("hello");
    }

    @ParameterizedTest
    @CsvSource({
        "user_reciever_handle_blank, '{\"message\":\"m\"}'",
        "user_reciever_handle_blank, '{\"message\":\"m\",\"handle\":\"ada\"}'",
        "user_reciever_handle_blank, '{\"message\":\"m\",\"handle\":\"nobody\"}'",
        "user_reciever_handle_blank, '{\"message\":\"m\",\"handle\":7,\"message_group_uuid\":null}'",
        "user_reciever_handle_blank, '[]'",
        "message_group_uuid_blank, '{\"message\":\"m\",\"message_group_uuid\":\"\"}'",
        "message_group_uuid_blank, '{\"message\":\"m\",\"message_group_uuid\":7}'",
        "message_blank, '{\"handle\":\"bao\"}'",
        "message_blank, '{\"message\":\" \",\"handle\":\"bao\"}'",
        "ttl_blank, '{\"message\":\"m\",\"handle\":\"bao\",\"ttl\":\"2-days\"}'",
        "ttl_blank, '{\"message\":\"m\",\"handle\":\"bao\",\"ttl\":null}'"
    })
    void what_breaks_a_rule_is_refused_by_its_name(String code, String body) {
        HttpResponse<String> refused = server.post("ada", PATH, body);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).isEqualTo("[\"" + code + "\"]");
        assertThat(server.sql().run("select 1 from message_groups")).isEmpty();
    }

    @Test
    void a_message_has_at_most_1024_characters() {
        assertThat(server.post("ada", PATH, Json.object("message", "🦊".repeat(1024), "handle", "bao"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.post("ada", PATH, Json.object("message", "x".repeat(1025), "handle", "bao"))
                        .body())
                .isEqualTo("[\"message_exceed_max_chars_1024\"]");
    }

    @Test
    void a_message_lives_for_30_days_or_as_its_author_says() {
        begin("ada", "bao", "long");
        server.post("ada", PATH, Json.object("message", "short", "handle", "bao", "ttl", "1-hour"));

        assertThat(server.sql()
                        .run("select message || ' ' || extract(epoch from expires_at - created_at)::bigint / 3600"
                                + " from messages order by created_at"))
                .containsExactly("long 720", "short 1");
    }

    @Test
    void expired_messages_are_nowhere_and_their_conversation_ends_with_the_last() {
        String group = begin("ada", "bao", "first");
        begin("bao", "ada", "second");
        server.sql().run("update messages set expires_at = now() where message = 'second'");
        assertThat(groups("ada")).extracting(each -> each.get("message")).containsExactly("first");
        assertThat(texts("ada", group)).containsExactly("first");

        server.sql().run("update messages set expires_at = now()");
        server.sql().run("update message_groups set expires_at = now()");
        assertThat(groups("ada")).isEmpty();
        assertThat(get("ada", group).statusCode()).isEqualTo(404);
        assertThat(get("ada", "@bao").body()).isEqualTo("[]");
        assertThat(server.post("ada", PATH, Json.object("message", "late", "message_group_uuid", group))
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.put("ada", PATH + "/" + group + "/read", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void pages_lead_back_to_the_first_message_and_each_is_in_order() {
        String group = begin("ada", "bao", "1");
        for (int i = 2; i <= 5; i++) {
            begin(i % 2 == 0 ? "bao" : "ada", i % 2 == 0 ? "ada" : "bao", Integer.toString(i));
        }
        HttpResponse<String> newest = get("ada", group + "?limit=2");
        HttpResponse<String> middle = next("ada", newest).orElseThrow();
        HttpResponse<String> oldest = next("ada", middle).orElseThrow();

        assertThat(Stream.of(newest, middle, oldest).map(ConversationsTest::texts))
                .containsExactly(List.of("4", "5"), List.of("2", "3"), List.of("1"));
        assertThat(next("ada", oldest)).isEmpty();
    }

    @Test
    void conversations_come_newest_first_with_what_is_unread() {
        begin("bao", "ada", "one");
        begin("bao", "ada", "two");
        String group = begin("cleo", "ada", "three");
        assertThat(groups("ada"))
                .extracting(each -> each.get("handle") + " " + each.get("message") + " " + each.get("unread"))
                .containsExactly("cleo three 1", "bao two 2");

        assertThat(server.put("ada", PATH + "/" + group + "/read", "").statusCode())
                .isEqualTo(204);
        assertThat(groups("ada")).extracting(each -> each.get("unread")).containsExactly(0, 2);
        assertThat(groups("cleo")).extracting(each -> each.get("unread")).containsExactly(0);

        HttpResponse<String> first = server.send(server.requestBy("ada", "/api/message_groups?limit=1"));
        assertThat(next("ada", first).map(ConversationsTest::texts)).contains(List.of("two"));
    }

    @Test
    void only_its_author_deletes_a_message_and_with_the_last_one_the_conversation_is_gone() {
        String group = begin("ada", "bao", "hello");
        String message = Json.uuids(get("ada", group).body()).getFirst();

        assertThat(server.delete("bao", PATH + "/" + message).statusCode()).isEqualTo(403);
        assertThat(server.delete("cleo", PATH + "/" + message).statusCode()).isEqualTo(404);
        assertThat(server.delete("ada", PATH + "/" + message).statusCode()).isEqualTo(204);
        assertThat(server.delete("ada", PATH + "/" + message).statusCode()).isEqualTo(404);
        assertThat(get("bao", group).statusCode()).isEqualTo(404);
    }

    @Test
    void a_repeated_key_sends_once() {
        String body = Json.object("message", "hello", "handle", "bao");
        HttpResponse<String> first = keyed(body);
        assertThat(keyed(body).body()).isEqualTo(first.body());
        assertThat(texts("bao", "@ada")).containsExactly("hello");
        assertThat(keyed(Json.object("message", "other", "handle", "bao")).statusCode())
                .isEqualTo(409);

        server.sql().run("update messages set expires_at = now()");
        assertThat(keyed(body).statusCode()).isEqualTo(410);
    }

    @Test
    void a_repeated_key_within_a_conversation_answers_with_the_message() {
        String body = Json.object("message", "hello", "message_group_uuid", begin("ada", "bao", "first"));
        HttpResponse<String> first = keyed(body);

        assertThat(keyed(body).body()).isEqualTo(first.body());
        assertThat(texts("ada", "@bao")).containsExactly("first", "hello");
    }

    private HttpResponse<String> keyed(String body) {
        return server.send(
                server.requestBy("ada", PATH).header("Idempotency-Key", "key-1").POST(BodyPublishers.ofString(body)));
    }

    /// A new pair each time: both begin at once, from two connections.
    @Test
    void two_people_who_begin_at_the_same_moment_have_one_conversation() {
        for (int i = 0; i < 1_000; i++) {
            CompletableFuture<String> one = CompletableFuture.supplyAsync(() -> begin("ada", "bao", "one"));
            CompletableFuture<String> other = CompletableFuture.supplyAsync(() -> begin("bao", "ada", "other"));
            assertThat(one.join()).isEqualTo(other.join());
            assertThat(server.sql()
                            .value("with gone as (delete from messages returning 1), empty as"
                                    + " (delete from message_groups returning 1) select count(*) from gone"))
                    .isEqualTo("2");
        }
    }

    // Privacy

    @Test
    void for_all_other_people_a_conversation_does_not_exist() {
        String group = begin("ada", "bao", "secret");

        assertThat(get("cleo", group).statusCode()).isEqualTo(404);
        assertThat(get("cleo", group).body())
                .isEqualTo(get("cleo", UUID.randomUUID().toString()).body());
        assertThat(server.put("cleo", PATH + "/" + group + "/read", "").statusCode())
                .isEqualTo(404);
        assertThat(server.post("cleo", PATH, Json.object("message", "m", "message_group_uuid", group))
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.get(PATH + "/" + group).statusCode()).isEqualTo(401);
        assertThat(server.get("/api/message_groups").statusCode()).isEqualTo(401);
        assertThat(groups("cleo")).isEmpty();
    }

    @Test
    void no_message_is_where_cruds_are() {
        begin("ada", "bao", "secret #hush @cleo");

        for (String path : List.of(
                "/api/activities/home",
                "/api/activities/search?term=secret",
                "/api/activities/search?term=%23hush",
                "/api/activities/search?term=%40cleo",
                "/api/activities/@ada",
                "/api/trends",
                "/feed.json",
                "/@ada/feed.atom",
                "/tags/hush/feed.json",
                "/")) {
            assertThat(server.get(path).body()).as(path).doesNotContain("secret");
            assertThat(server.send(server.requestBy("cleo", path)).body())
                    .as(path)
                    .doesNotContain("secret");
        }
        for (String person : List.of("ada", "bao", "cleo")) {
            assertThat(server.send(server.requestBy(person, "/api/activities/notifications"))
                            .body())
                    .isEqualTo("[]");
        }
    }

    @Test
    void no_message_is_in_live_updates() {
        try (LiveStream cleo = LiveStream.of(server.requestBy("cleo", LIVE));
                LiveStream bao = LiveStream.of(server.requestBy("bao", LIVE));
                LiveStream stranger = LiveStream.of(server.request(LIVE))) {
            begin("ada", "bao", "secret");
            String crud = server.crud("ada", "for everyone");

            for (LiveStream stream : List.of(cleo, bao, stranger)) {
                assertThat(stream.await("message", PATIENCE).uuid()).isEqualTo(crud);
                assertThat(stream.lines()).noneMatch(line -> line.contains("secret"));
            }
        }
    }

    @Test
    void no_message_is_in_a_cache() {
        String group = begin("ada", "bao", "secret");
        try (TestServer caching = TestServer.caching(server.sql().url(), 16)) {
            for (String path : List.of("/api/message_groups", PATH + "/" + group, "/messages", "/messages/" + group)) {
                HttpResponse<String> own = caching.send(caching.requestBy("ada", path));
                assertThat(own.body()).as(path).contains("secret");
                assertThat(own.headers().map()).doesNotContainKey("cdn-cache-control");
                String etag = own.headers().firstValue("etag").orElseThrow();
                HttpResponse<String> others =
                        caching.send(caching.requestBy("cleo", path).header("If-None-Match", etag));
                assertThat(others.statusCode()).as(path).isNotEqualTo(304);
                assertThat(others.body()).as(path).doesNotContain("secret");
                assertThat(caching.get(path).body()).as(path).doesNotContain("secret");
            }
        }
    }

    @Test
    void no_message_is_in_the_log() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Handler log = new StreamHandler(written, new SimpleFormatter());
        log.setLevel(Level.ALL);
        Logger.getLogger("").addHandler(log);
        try (TestServer failing = TestServer.on(Cluster.NEWEST.empty())) {
            Stream.of("ada", "bao").forEach(failing.sql()::person);
            failing.post("ada", PATH, Json.object("message", "secret", "handle", "bao"));
            failing.post("ada", PATH, Json.object("message", "secret".repeat(200), "handle", "bao"));
            failing.sql().run("alter table messages rename to no_messages");
            failing.post("ada", PATH, Json.object("message", "secret", "handle", "bao"));
        } finally {
            Logger.getLogger("").removeHandler(log);
            log.flush();
        }
        assertThat(written.toString(StandardCharsets.UTF_8)).isNotEmpty().doesNotContain("secret");
    }

    @Test
    void an_export_has_the_messages_that_its_person_sent() {
        begin("ada", "bao", "from ada");
        begin("bao", "ada", "from bao");

        assertThat(export("ada")).contains("from ada").doesNotContain("from bao");
        assertThat(export("bao")).contains("from bao").doesNotContain("from ada");
        assertThat(export("cleo")).doesNotContain("from");
    }

    private String export(String person) {
        return server.send(server.requestBy(person, "/api/account/export")).body();
    }

    private String begin(String person, String other, String message) {
        HttpResponse<String> sent = server.post(person, PATH, Json.object("message", message, "handle", other));
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
        return new JsonObject(sent.body()).getString("message_group_uuid");
    }

    private List<Map<String, Object>> groups(String person) {
        return Json.fields(
                server.send(server.requestBy(person, "/api/message_groups")).body());
    }

    private HttpResponse<String> get(String person, String conversation) {
        return server.send(server.requestBy(person, PATH + "/" + conversation));
    }

    private Optional<HttpResponse<String>> next(String person, HttpResponse<String> page) {
        return page.headers()
                .firstValue("link")
                .map(link -> server.send(server.requestBy(person, link.replaceAll("<(.*)>.*", "$1"))));
    }

    private List<String> texts(String person, String conversation) {
        return texts(get(person, conversation));
    }

    private static List<String> texts(HttpResponse<String> messages) {
        return Json.fields(messages.body()).stream()
                .map(message -> (String) message.get("message"))
                .toList();
    }
}
