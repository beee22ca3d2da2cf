package cruddur.activities;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.Json;
import cruddur.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class HomeTest {

    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());
    private final String ada = server.sql().person("ada");

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void empty() {
        server.sql().run("delete from activities");
    }

    @Test
    void without_cruds_it_is_an_empty_array() {
        HttpResponse<String> response = server.get("/api/activities/home");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("[]");
        assertThat(response.headers().firstValue("content-type")).contains("application/json; charset=utf-8");
        assertThat(response.headers().firstValue("link")).isEmpty();
    }

    @Test
    void a_crud_has_exactly_the_fields_of_the_contract() {
        String uuid = crud("Hello \\\"🦊\\\"", "1 minute", "1 hour");

        assertThat(Json.fields(server.get("/api/activities/home").body()).getFirst())
                .containsOnlyKeys(
                        "uuid",
                        "display_name",
                        "handle",
                        "message",
                        "replies_count",
                        "reposts_count",
                        "likes_count",
                        "reply_to_activity_uuid",
                        "expires_at",
                        "created_at")
                .containsEntry("uuid", uuid)
                .containsEntry("handle", "ada")
                .containsEntry("likes_count", 0)
                .containsEntry("reply_to_activity_uuid", null);
    }

    @Test
    void times_carry_their_offset() {
        crud("Hello", "1 minute", "1 hour");

        assertThat((String) Json.fields(server.get("/api/activities/home").body())
                        .getFirst()
                        .get("created_at"))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?\\+00:00");
    }

    @Test
    void the_newest_comes_first_and_neither_replies_nor_expired_ones_at_all() {
        String older = crud("older", "2 minutes", "1 hour");
        String newer = crud("newer", "1 minute", "1 hour");
        crud("expired", "3 minutes", "1 minute");
        server.sql()
                .run(
                        "insert into activities (user_uuid, message, reply_to_activity_uuid) values (?::uuid, 'r', ?::uuid)",
                        ada,
                        older);

        assertThat(Json.uuids(server.get("/api/activities/home").body())).containsExactly(newer, older);
    }

    @Test
    void a_crud_is_gone_from_the_second_it_expires() {
        String uuid = crud("Hello", "1 minute", "1 hour");
        server.sql().run("update activities set expires_at = now() where uuid = ?::uuid", uuid);

        assertThat(server.get("/api/activities/home").body()).isEqualTo("[]");
        assertThat(server.get("/api/activities/" + uuid).statusCode()).isEqualTo(404);
    }

    @Test
    void one_that_never_expires_stays() {
        server.sql().run("insert into activities (user_uuid, message) values (?::uuid, 'for ever')", ada);

        assertThat(Json.fields(server.get("/api/activities/home").body()).getFirst())
                .containsEntry("expires_at", null);
    }

    @Test
    void pages_miss_and_repeat_nothing_while_others_post_and_delete() {
        server.sql()
                .run(
                        "insert into activities (user_uuid, message, created_at)"
                                + " select ?::uuid, 'n ' || i, now() - i / 3 * interval '1 second' from generate_series(1, 95) i",
                        ada);
        List<String> all = server.sql().run("select uuid from activities order by created_at desc, uuid desc");

        List<String> read = new ArrayList<>();
        Optional<String> page = Optional.of("/api/activities/home?limit=10");
        while (page.isPresent()) {
            HttpResponse<String> response = server.get(page.get());
            read.addAll(Json.uuids(response.body()));
            crud("posted in between", "0 seconds", "1 hour");
            // The row that the cursor was taken from is gone, and its place is still known.
            server.sql().run("delete from activities where uuid = ?::uuid", read.getLast());
            page = response.headers().firstValue("link").map(HomeTest::next);
        }

        assertThat(read).isEqualTo(all);
    }

    @Test
    void a_last_page_that_is_full_has_no_next() {
        crud("a", "1 minute", "1 hour");
        crud("b", "2 minutes", "1 hour");

        assertThat(server.get("/api/activities/home?limit=2").headers().firstValue("link"))
                .isEmpty();
        assertThat(server.get("/api/activities/home?limit=1").headers().firstValue("link"))
                .isPresent();
    }

    @Test
    void a_signed_in_reader_also_sees_what_they_liked_and_reposted() {
        String liked = crud("liked", "1 minute", "1 hour");
        crud("not", "2 minutes", "1 hour");
        server.sql().run("insert into likes (user_uuid, activity_uuid) values (?::uuid, ?::uuid)", ada, liked);

        List<?> cards = Json.fields(
                server.send(server.requestBy("ada", "/api/activities/home")).body());

        assertThat(cards).extracting("liked").containsExactly(true, false);
        assertThat(cards).extracting("reposted").containsExactly(false, false);
        assertThat(cards).extracting("likes_count").containsExactly(1, 0);
    }

    @Test
    void who_has_the_answer_already_is_spared_it() {
        crud("Hello", "1 minute", "1 hour");
        String etag =
                server.get("/api/activities/home").headers().firstValue("etag").orElseThrow();

        HttpResponse<String> again =
                server.send(server.request("/api/activities/home").header("If-None-Match", "\"x\", " + etag));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("etag")).contains(etag);

        server.sql().run("update activities set expires_at = now()");
        assertThat(server.send(server.request("/api/activities/home").header("If-None-Match", etag))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "limit=x",
                "limit=-1",
                "limit=",
                "before=x",
                "before=",
                "before=AAAA",
                "before=%00"
            })
    void a_malformed_question_is_told_so(String query) {
        HttpResponse<String> response = server.get("/api/activities/home?" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(response.body()).contains("\"status\":400", "must");
    }

    private String crud(String message, String age, String lifetime) {
        return server.sql()
                .value(
                        "insert into activities (user_uuid, message, created_at, expires_at)"
                                + " values (?::uuid, ?, now() - ?::interval, now() - ?::interval + ?::interval) returning uuid",
                        ada,
                        message,
                        age,
                        age,
                        lifetime);
    }

    private static String next(String link) {
        Matcher next = NEXT.matcher(link);
        assertThat(next.matches()).isTrue();
        return next.group(1);
    }
}
